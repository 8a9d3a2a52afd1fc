// The keys that the window knows, and how to listen from anywhere on the desktop.
#pragma once

#include "ui/panels/panel.h"
#include "ui/settings/preferences.h"

class QKeySequenceEdit;

namespace saysee::ui {

class ShortcutsSection : public QWidget {
    Q_OBJECT

public:
    explicit ShortcutsSection(PanelContext& context);

private:
    QWidget* makeTable();
    QKeySequenceEdit* makeKeyField(const Panel& panel);
    void choose(const Panel& panel, QKeySequenceEdit& field);
    QWidget* makeCommandRow();

    PanelContext& m_context;
    Preferences m_preferences;
};

}  // namespace saysee::ui
