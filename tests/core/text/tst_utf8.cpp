#include "core/text/unicode/utf8.h"

#include <QTest>

using namespace saysee::text;

class TstUtf8 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void repair_givesOneReplacementPerBadSequence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const QChar bad(0xFFFD);
        QTest::newRow("valid") << QByteArray("a\u00E9\u65E5\U0001F642")
                               << QString::fromUtf8("a\u00E9\u65E5\U0001F642");
        QTest::newRow("lone continuation") << QByteArray("a\x80z") << QStringLiteral("a") + bad + u'z';
        QTest::newRow("cut off") << QByteArray("a\xE6\x97") << QStringLiteral("a") + bad;
        QTest::newRow("cut in the middle") << QByteArray("\xF0\x9F\x99 b") << QString(bad) + QStringLiteral(" b");
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << QString(2, bad);
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QString(3, bad);
        QTest::newRow("too large") << QByteArray("\xF5\x80") << QString(2, bad);
        QTest::newRow("empty") << QByteArray() << QString();
    }
    void repair_givesOneReplacementPerBadSequence()
    {
        QFETCH(QByteArray, bytes);
        const std::string repaired = repairUtf8({bytes.constData(), std::size_t(bytes.size())});
        QTEST(QString::fromStdString(repaired), "expected");
    }

    void append_everyLength()
    {
        std::string text;
        for (const char32_t codePoint : {U'a', U'\u00E9', U'\u65E5', U'\U0001F642', char32_t(0xD800)})
            appendUtf8(text, codePoint);
        QCOMPARE(text, std::string("a\u00E9\u65E5\U0001F642\uFFFD"));
    }
};

QTEST_GUILESS_MAIN(TstUtf8)
#include "tst_utf8.moc"
