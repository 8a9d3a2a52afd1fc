// Nothing is cut off: every panel on small and large screens, in large type, from right to left, light and dark.
// Pictures of all lie in tests/screens of the build folder, to be looked at.
#include "core/session/sample_library.h"
#include "support/shared_data.h"
#include "tests/ui/offscreen_window.h"
#include "ui/controllers/search_controller.h"
#include "ui/panels/search/search_panel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/photo_grid.h"

#include <QAbstractButton>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace saysee;
using nlohmann::json;

namespace {

constexpr int kPatience = 60'000;  // milliseconds: a busy machine is no failure

// Texts and buttons that are narrower than what stands on them.
QStringList cutOff(const QWidget& page)
{
    QStringList found;
    const auto check = [&](const QWidget* widget, const QString& text) {
        const bool wraps =
            qobject_cast<const QLabel*>(widget) != nullptr && qobject_cast<const QLabel*>(widget)->wordWrap();
        if (!widget->isVisible() || text.isEmpty())
            return;
        const QSize needed = widget->minimumSizeHint();
        const QRect place(widget->mapTo(&page, QPoint()), widget->size());
        const bool reached = page.rect().left() <= place.left() && place.right() <= page.rect().right();
        if ((!wraps && widget->width() < needed.width()) || widget->height() < needed.height() || !reached)
            found << QStringLiteral("'%1' has %2 x %3 of %4 x %5 at %6")
                         .arg(text.left(30))
                         .arg(widget->width())
                         .arg(widget->height())
                         .arg(needed.width())
                         .arg(needed.height())
                         .arg(place.left());
    };
    for (const auto* button : page.findChildren<QAbstractButton*>())
        check(button, button->text());
    for (const auto* label : page.findChildren<QLabel*>())
        check(label, label->text());
    for (const auto* field : page.findChildren<QLineEdit*>())
        check(field, field->accessibleName());
    return found;
}

}  // namespace

class TstLooks : public QObject {
    Q_OBJECT

    test::OwnHome m_home;
    QFont m_font;

    [[nodiscard]] std::filesystem::path libraryPath() const { return m_home.path() / "library"; }

    // A tune with figures as wide as they get.
    void addVersion(session::Workspace& workspace) const
    {
        const auto file = m_home.path() / "tune";
        std::ofstream(file) << "a tune";
        const json recall = {{"value", 1.0}, {"low", 1.0}, {"high", 1.0}};
        const json recalls = {{"recall_1", recall}, {"recall_5", recall}, {"recall_10", recall}};
        const json side = {{"queries", 1200}, {"before", recalls}, {"after", recalls},
                           {"better", 400},   {"same", 400},       {"worse", 400}};
        library::Version version;
        version.name = "2026-11-23 03:57, 1200 pairs";
        version.pack = "picturebook";
        version.model = {"cafe"};
        version.settings = {{"scope", "prompts+channel"}};
        version.metrics = {{"trained", 1200},
                           {"best_epoch", 1},
                           {"over_fitting", 0.5},
                           {"held_out", side},
                           {"probe", side},
                           {"gate", {{"passed", false}}},
                           {"curve",
                            {{{"epoch", 0}, {"loss", 0.0}, {"trained", 0.0}, {"stopping", 0.5}},
                             {{"epoch", 1}, {"loss", 2.0}, {"trained", 0.9}, {"stopping", 0.6}}}}};
        version.reason = "It does not find the held-out photos better than before.";
        QVERIFY(workspace.library().versions().add(version, file));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_font = QApplication::font();
        session::WorkspaceConfig config;
        config.library = libraryPath();
        config.engine.pack = test::sourceDirectory() / "models/picturebook";
        const auto workspace = session::Workspace::open(config).value();
        QVERIFY(session::installSample(*workspace));
        addVersion(*workspace);
    }

    void nothing_isCutOff_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("type");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::addColumn<int>("scheme");
        const int light = static_cast<int>(ui::Scheme::Light);
        const int dark = static_cast<int>(ui::Scheme::Dark);
        QTest::newRow("small") << QSize(1024, 600) << 1.0 << Qt::LeftToRight << light;
        QTest::newRow("small-dark-rtl") << QSize(1024, 600) << 1.0 << Qt::RightToLeft << dark;
        QTest::newRow("hd-large-type") << QSize(1920, 1080) << 2.0 << Qt::LeftToRight << light;
        QTest::newRow("hd-large-type-rtl") << QSize(1920, 1080) << 2.0 << Qt::RightToLeft << dark;
        QTest::newRow("4k") << QSize(3840, 2160) << 1.0 << Qt::LeftToRight << light;
    }

    void nothing_isCutOff()
    {
        QFETCH(QSize, size);
        QFETCH(double, type);
        QFETCH(Qt::LayoutDirection, direction);
        QFETCH(int, scheme);
        QFont font = m_font;
        font.setPointSizeF(m_font.pointSizeF() * type);
        QApplication::setFont(font);
        QGuiApplication::setLayoutDirection(direction);
        test::OffscreenWindow offscreen({}, libraryPath());
        ui::applyTheme(*qApp, static_cast<ui::Scheme>(scheme));
        QSignalSpy searched(&offscreen.context().bus, &ui::WindowBus::searched);
        offscreen.window().resize(size);
        offscreen.window().show();
        offscreen.window().makeRemainingPanels();
        Q_EMIT offscreen.context().bus.searchClip(test::sourceDirectory() / "resources/sample/queries/query-01.flac");
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, kPatience);
        auto* grid = offscreen.window().findChild<ui::SearchPanel*>()->findChild<ui::PhotoGrid*>();
        QStringList wrong;
        for (const ui::Panel& panel : ui::allPanels()) {
            if (panel.id == QLatin1String("photo"))
                Q_EMIT grid->activated(grid->model()->index(1, 0));
            offscreen.window().showPanel(panel.id);
            QTest::qWait(600);  // thumbnails, facts
            const QString name = QStringLiteral("%1-%2").arg(QLatin1String(QTest::currentDataTag()), panel.id);
            const QDir folder(qEnvironmentVariable("SAYSEE_BINARY_DIR") + QStringLiteral("/tests/screens/looks"));
            folder.mkpath(QStringLiteral("."));
            QVERIFY(offscreen.window().grab().save(folder.filePath(name + QStringLiteral(".png"))));
            for (const QString& text : cutOff(*offscreen.window().centralWidget()))
                wrong << panel.id + QStringLiteral(": ") + text;
        }
        QCOMPARE(offscreen.window().size(), size);
        QVERIFY2(wrong.isEmpty(), qPrintable(QLatin1Char('\n') + wrong.join(QLatin1Char('\n'))));
    }

    void cleanupTestCase()
    {
        QApplication::setFont(m_font);
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }
};

QTEST_MAIN(TstLooks)
#include "tst_looks.moc"
