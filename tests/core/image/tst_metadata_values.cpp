#include "core/image/exiv/parse.h"

#include <QTest>

using namespace saysee::image;

class TstMetadataValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void captureTimes_areRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("subSeconds");
        QTest::addColumn<QByteArray>("offset");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* subSeconds, const char* offset,
                            const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(subSeconds) << QByteArray(offset)
                                << QString::fromLatin1(expected);
        };
        row("Exif", "2023:05:12 14:03:22", "", "", "2023-05-12T14:03:22");
        row("Exif, all tags", "2023:05:12 14:03:22", "5", "+02:00", "2023-05-12T14:03:22.500+02:00");
        row("west, three digits", "2023:05:12 14:03:22", "048", "-03:30", "2023-05-12T14:03:22.048-03:30");
        row("microseconds", "2023:05:12 14:03:22", "123456", "", "2023-05-12T14:03:22.123");
        row("padded with zeros", "2023:05:12 14:03:22\0", " ", "   :  ", "2023-05-12T14:03:22");
        row("ISO 8601", "2023-05-12T14:03:22.25+02:00", "", "", "2023-05-12T14:03:22.250+02:00");
        row("UTC", "2023-05-12T14:03:22Z", "", "", "2023-05-12T14:03:22+00:00");
        row("no seconds", "2023-05-12T14:03-08:00", "", "", "2023-05-12T14:03:00-08:00");
        row("day alone", "2023-05-12", "", "", "2023-05-12T00:00:00");
        row("before 1970", "1936:07:01 12:00:00", "", "", "1936-07-01T12:00:00");
        row("leap day", "2024:02:29 00:00:00", "", "", "2024-02-29T00:00:00");
        row("leap second", "2016:12:31 23:59:60", "", "", "2016-12-31T23:59:59");
        row("zeros", "0000:00:00 00:00:00", "", "", "");
        row("blank", "    :  :     :  :  ", "", "", "");
        row("no such day", "2023:02:29 00:00:00", "", "", "");
        row("no such hour", "2023:05:12 25:00:00", "", "", "");
        row("year alone", "2023", "", "", "");
        row("too early", "1601:01:01 00:00:00", "", "", "");
        row("words", "yesterday", "", "", "");
        row("empty", "", "", "", "");
    }
    void captureTimes_areRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, subSeconds);
        QFETCH(QByteArray, offset);
        const auto time = parseCaptureTime(text.toStdString(), subSeconds.toStdString(), offset.toStdString());
        QTEST(time ? QString::fromStdString(toIso8601(*time)) : QString(), "expected");
    }

    void localMilliseconds_sortByLocalClock()
    {
        QCOMPARE(parseCaptureTime("1970:01:01 00:00:01", "", "+02:00")->localMilliseconds, std::int64_t(1000));
        QCOMPARE(parseCaptureTime("1969:12:31 23:59:59")->localMilliseconds, std::int64_t(-1000));
    }

    void angles_areRead()
    {
        QCOMPARE(parseExifAngle("48/1 12/1 3000/100", "N"), std::optional(48 + 12 / 60.0 + 30 / 3600.0));
        QCOMPARE(parseExifAngle("48/1 12/1 3000/100", "S"), std::optional(-(48 + 12 / 60.0 + 30 / 3600.0)));
        QCOMPARE(parseExifAngle("485/10", "N"), std::optional(48.5));
        QCOMPARE(parseExifAngle("48/0 0/0 0/0", "N"), std::optional<double>());
        QCOMPARE(parseExifAngle("", "N"), std::optional<double>());
        QCOMPARE(parseXmpAngle("48,12.5N"), std::optional(48 + 12.5 / 60));
        QCOMPARE(parseXmpAngle("11,30,36W"), std::optional(-(11 + 30 / 60.0 + 36 / 3600.0)));
        QCOMPARE(parseXmpAngle("48,12.5"), std::optional<double>());
        QCOMPARE(parseXmpAngle("N"), std::optional<double>());
    }

    void text_becomesUtf8()
    {
        QCOMPARE(cleanText("  k\u00FCste \0"), std::string("k\u00FCste"));
        QCOMPARE(cleanText("k\xFCste"), std::string("k\u00FCste"));
        QCOMPARE(cleanText(std::string_view("\0\0", 2)), std::string());
    }
};

QTEST_GUILESS_MAIN(TstMetadataValues)
#include "tst_metadata_values.moc"
