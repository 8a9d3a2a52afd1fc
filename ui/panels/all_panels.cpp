// The window's panels: one line each.
#include "ui/panels/panel.h"
#include "ui/panels/search/search_panel.h"

#include <QCoreApplication>

namespace saysee::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Panels", text); }

}  // namespace

std::vector<Panel> allPanels()
{
    using Place = Panel::Place;
    return {
        {QStringLiteral("search"), tr("Search"), QStringLiteral("microphone"), QKeySequence(QStringLiteral("Ctrl+1")),
         Place::Rail, [](PanelContext& context) { return new SearchPanel(context); }},
    };
}

}  // namespace saysee::ui
