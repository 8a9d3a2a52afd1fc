// The settings panel: one section below the other, each a class of its own.
#pragma once

#include "ui/panels/panel.h"

namespace saysee::ui {

class SettingsPanel : public QWidget {
    Q_OBJECT

public:
    explicit SettingsPanel(PanelContext& context);
};

}  // namespace saysee::ui
