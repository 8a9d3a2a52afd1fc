#include "app/gui/screenshots.h"

#include "core/session/sample_library.h"
#include "ui/controllers/search_controller.h"
#include "ui/panels/search/search_panel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/photo_grid.h"

#include <QApplication>
#include <QDir>
#include <cstdio>

namespace saysee::gui {

namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 100ms;
constexpr int kQuietTicks = 20;  // thumbnails and facts have arrived by then

}  // namespace

Screenshots::Screenshots(Composition& composition, const QString& folder)
    : m_composition(composition), m_folder(folder)
{
    connect(&m_timer, &QTimer::timeout, this, &Screenshots::tick);
}

void Screenshots::plan()
{
    ui::MainWindow& window = m_composition.window();
    for (const auto& [scheme, suffix] :
         {std::pair(ui::Scheme::Light, "light"), std::pair(ui::Scheme::Dark, "dark")}) {
        const auto name = [suffix = QString::fromLatin1(suffix)](const QString& panel) {
            return panel + QLatin1Char('-') + suffix;
        };
        const auto dress = [scheme = scheme] { ui::applyTheme(*qApp, scheme); };
        m_shots.push_back({name(QStringLiteral("start")), [&window, dress] {
                               dress();
                               window.findChild<ui::SearchPanel*>()->controller().clear();
                               window.showPanel(QStringLiteral("search"));
                           }});
        m_shots.push_back({name(QStringLiteral("search")), [this] {
                               if (const auto sample = session::findSample())
                                   Q_EMIT m_composition.context().bus.searchClip(*sample / "queries/query-01.flac");
                           }});
        m_shots.push_back({name(QStringLiteral("photo")), [&window] {
                               auto* grid = window.findChild<ui::SearchPanel*>()->findChild<ui::PhotoGrid*>();
                               if (grid->model()->rowCount() > 1)
                                   Q_EMIT grid->activated(grid->model()->index(1, 0));
                           }});
        for (const ui::Panel& panel : ui::allPanels())
            if (panel.id != QLatin1String("search") && panel.id != QLatin1String("photo"))
                m_shots.push_back({name(panel.id), [&window, id = panel.id] { window.showPanel(id); }});
    }
}

void Screenshots::start()
{
    if (!QDir().mkpath(m_folder)) {
        std::fprintf(stderr, "Cannot make the folder %s.\n", qPrintable(m_folder));
        return Q_EMIT finished(false);
    }
    m_composition.window().resize(1180, 760);
    m_composition.window().show();
    m_composition.window().makeRemainingPanels();
    plan();
    m_shots.front().prepare();
    m_timer.start(kTick);
}

void Screenshots::tick()
{
    const auto& search = m_composition.window().findChild<ui::SearchPanel*>()->controller();
    m_quietTicks = search.state() == ui::SearchController::State::Idle ? m_quietTicks + 1 : 0;
    if (m_quietTicks >= kQuietTicks)
        take();
}

void Screenshots::take()
{
    const QString file = QDir(m_folder).filePath(m_shots[m_next].name + QStringLiteral(".png"));
    if (!m_composition.window().grab().save(file)) {
        std::fprintf(stderr, "Cannot write %s; is the disk full?\n", qPrintable(file));
        m_allSaved = false;
    }
    m_quietTicks = 0;
    if (++m_next < m_shots.size())
        return m_shots[m_next].prepare();
    m_timer.stop();
    Q_EMIT finished(m_allSaved);
}

}  // namespace saysee::gui
