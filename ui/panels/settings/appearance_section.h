// Theme and language of the window.
#pragma once

#include "ui/panels/panel.h"
#include "ui/settings/preferences.h"

class QComboBox;
class QLabel;

namespace saysee::ui {

class AppearanceSection : public QWidget {
    Q_OBJECT

public:
    explicit AppearanceSection(PanelContext& context);

private:
    Preferences m_preferences;
    QComboBox* m_theme;
    QComboBox* m_language;
    QLabel* m_later;
};

}  // namespace saysee::ui
