#include "core/text/clip/clauses.h"

#include <QTest>

using namespace saysee::text;

class TstClauses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cut_prefersTheStrongestBoundary_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("sentence before comma")
            << QByteArray("A dog. It runs, far away and fast") << QByteArray("It runs, far away and fast");
        QTest::newRow("nearest to the middle")
            << QByteArray("One. Two is here. Three is there. Four") << QByteArray("Three is there. Four");
        QTest::newRow("question in quotes") << QByteArray("\"Who is it?\" she said") << QByteArray("she said");
        QTest::newRow("clause before comma") << QByteArray("red, green; blue, white") << QByteArray("blue, white");
        QTest::newRow("comma before conjunction") << QByteArray("a cat and a dog, playing") << QByteArray("playing");
        QTest::newRow("conjunction before space")
            << QByteArray("a very old cat and a dog") << QByteArray("and a dog");
        QTest::newRow("no conjunction inside a word") << QByteArray("sandy andes") << QByteArray("andes");
        QTest::newRow("number is one word") << QByteArray("3.14159 2,718") << QByteArray("2,718");
        QTest::newRow("space") << QByteArray("one two three four") << QByteArray("three four");
        QTest::newRow("ideographic stop") << QByteArray("\u72AC\u3002\u732B") << QByteArray("\u732B");
        QTest::newRow("characters") << QByteArray("\u65E5\u672C") << QByteArray("\u672C");
    }
    void cut_prefersTheStrongestBoundary()
    {
        QFETCH(QByteArray, text);
        const auto cut = bestCut({text.constData(), std::size_t(text.size())});
        QVERIFY2(cut.has_value(), "no boundary found");
        QTEST(text.mid(qsizetype(*cut)), "second");
    }

    void cut_ofOneCharacter_isNone()
    {
        QVERIFY(!bestCut("").has_value());
        QVERIFY(!bestCut("a").has_value());
        QVERIFY(!bestCut("\u65E5").has_value());
    }
};

QTEST_GUILESS_MAIN(TstClauses)
#include "tst_clauses.moc"
