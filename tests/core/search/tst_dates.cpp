#include "core/search/catalog.h"

#include <QTest>

using namespace saysee;

class TstDates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dates_becomeRanges_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("begin");
        QTest::addColumn<qint64>("seconds");
        // Begins as `date -u -d ... +%s` gives them.
        QTest::newRow("year") << QByteArray("2024") << qint64 {1704067200} << qint64 {366 * 86400};
        QTest::newRow("month") << QByteArray("2023-02") << qint64 {1675209600} << qint64 {28 * 86400};
        QTest::newRow("december") << QByteArray("2023-12") << qint64 {1701388800} << qint64 {31 * 86400};
        QTest::newRow("leap day") << QByteArray("2024-02-29") << qint64 {1709164800} << qint64 {86400};
        QTest::newRow("minute") << QByteArray("2024-02-29T12:30") << qint64 {1709209800} << qint64 {60};
        QTest::newRow("before 1970") << QByteArray("1969-12-31") << qint64 {-86400} << qint64 {86400};
    }
    void dates_becomeRanges()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, begin);
        QFETCH(qint64, seconds);
        const auto range = search::parseDate(text.toStdString());
        QVERIFY(range.has_value());
        QCOMPARE(qint64(range->begin), begin);
        QCOMPARE(qint64(range->end - range->begin), seconds);
    }

    void everythingElse_isRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"",
                                 "24",
                                 "20244",
                                 "2024-",
                                 "2024-6",
                                 "2024-13",
                                 "2024-00",
                                 "2024-02-30",
                                 "2023-02-29",
                                 "2024-06-15T",
                                 "2024-06-15T24:00",
                                 "2024-06-15T12:60",
                                 "2024-06-15T12:30:",
                                 "yesterday",
                                 "2024/06/15",
                                 " 2024",
                                 "2024 ",
                                 "-2024",
                                 "+024",
                                 "2024-06-15T1230"})
            QTest::newRow(*text == '\0' ? "empty" : text) << QByteArray(text);
    }
    void everythingElse_isRefused()
    {
        QFETCH(QByteArray, text);
        const auto range = search::parseDate(text.toStdString());
        QVERIFY(!range.has_value());
        QCOMPARE(range.error().code, base::ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstDates)
#include "tst_dates.moc"
