#include "ui/theme/theme.h"

#include <QTest>

using namespace saysee::ui;

class TstTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrast_matchesKnownValues()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        // WebAIM's example: #777777 on white is 4.48:1, just too little.
        QVERIFY(std::abs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void everyText_isReadable_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::newRow("light") << int(Scheme::Light);
        QTest::newRow("dark") << int(Scheme::Dark);
    }

    void everyText_isReadable()
    {
        QFETCH(int, scheme);
        const Colours& c = colours(static_cast<Scheme>(scheme));
        const std::pair<const char*, std::pair<QColor, QColor>> pairs[] = {
            {"text on window", {c.text, c.window}},           {"text on surface", {c.text, c.surface}},
            {"text on raised", {c.text, c.raised}},           {"caption on window", {c.quietText, c.window}},
            {"caption on surface", {c.quietText, c.surface}}, {"caption on raised", {c.quietText, c.raised}},
            {"text on accent", {c.onAccent, c.accent}},       {"text while listening", {c.onListening, c.listening}},
            {"accent on window", {c.accent, c.window}},       {"best on window", {c.best, c.window}},
            {"maybe on window", {c.maybe, c.window}},         {"rest on window", {c.rest, c.window}},
        };
        for (const auto& [what, both] : pairs) {
            const double ratio = contrastRatio(both.first, both.second);
            QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1: %2:1").arg(QLatin1String(what)).arg(ratio)));
        }
    }

    void type_growsWithTheDesktopsFont()
    {
        QVERIFY(pointSize(TextSize::Title, 20) > pointSize(TextSize::Heading, 20));
        QVERIFY(pointSize(TextSize::Caption, 20) > pointSize(TextSize::Body, 10));
    }
};

QTEST_MAIN(TstTheme)
#include "tst_theme.moc"
