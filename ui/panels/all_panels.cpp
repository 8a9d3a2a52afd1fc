// The window's panels: one line each.
#include "ui/panels/history/history_panel.h"
#include "ui/panels/jobs/jobs_panel.h"
#include "ui/panels/label/label_panel.h"
#include "ui/panels/library/library_panel.h"
#include "ui/panels/pairs/pairs_panel.h"
#include "ui/panels/panel.h"
#include "ui/panels/photo/photo_panel.h"
#include "ui/panels/search/search_panel.h"
#include "ui/panels/settings/settings_panel.h"
#include "ui/panels/tune/tune_panel.h"
#include "ui/panels/welcome/welcome_panel.h"

#include <QCoreApplication>

namespace saysee::ui {

namespace {

struct Panels {
    Q_DECLARE_TR_FUNCTIONS(Panels)
};

template <class Page>
QWidget* make(PanelContext& context)
{
    return new Page(context);
}

QKeySequence control(const char* key) { return QKeySequence(QStringLiteral("Ctrl+") + QLatin1String(key)); }

}  // namespace

std::vector<Panel> allPanels()
{
    using Place = Panel::Place;
    return {
        {QStringLiteral("search"), Panels::tr("Search"), QStringLiteral("microphone"), control("1"), Place::Rail,
         make<SearchPanel>},
        {QStringLiteral("library"), Panels::tr("Library"), QStringLiteral("library"), control("2"), Place::Rail,
         make<LibraryPanel>},
        {QStringLiteral("history"), Panels::tr("History"), QStringLiteral("history"), control("3"), Place::Rail,
         make<HistoryPanel>},
        {QStringLiteral("label"), Panels::tr("Label"), QStringLiteral("label"), control("4"), Place::Rail,
         make<LabelPanel>},
        {QStringLiteral("tune"), Panels::tr("Tune"), QStringLiteral("tune"), control("5"), Place::Rail, make<TunePanel>},
        {QStringLiteral("jobs"), Panels::tr("Jobs"), QStringLiteral("jobs"), control("6"), Place::RailEnd,
         make<JobsPanel>},
        {QStringLiteral("settings"), Panels::tr("Settings"), QStringLiteral("settings"), control(","), Place::RailEnd,
         make<SettingsPanel>},
        {QStringLiteral("welcome"),
         Panels::tr("Welcome"),
         QStringLiteral("image"),
         {},
         Place::Hidden,
         make<WelcomePanel>},
        {QStringLiteral("pairs"), Panels::tr("Pairs"), QStringLiteral("label"), {}, Place::Hidden, make<PairsPanel>},
        {QStringLiteral("photo"), Panels::tr("Photo"), QStringLiteral("image"), {}, Place::Hidden, make<PhotoPanel>},
    };
}

}  // namespace saysee::ui
