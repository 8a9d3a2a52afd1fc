// The search panel: say it, type it or show it, and see the photos.
#pragma once

#include "ui/panels/panel.h"

class QLineEdit;

namespace saysee::ui {

class ResultModel;

class SearchPanel : public QWidget {
    Q_OBJECT

public:
    explicit SearchPanel(PanelContext& context);

private:
    void search();

    PanelContext& m_context;
    QLineEdit* m_text;
    ResultModel* m_results;
};

}  // namespace saysee::ui
