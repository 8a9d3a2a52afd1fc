// The first start: from nothing to a library that can be searched, in two clicks.
#pragma once

#include "ui/panels/panel.h"

namespace saysee::ui {

class WelcomePanel : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePanel(PanelContext& context);

private:
    void chooseFolder();

    PanelContext& m_context;
};

}  // namespace saysee::ui
