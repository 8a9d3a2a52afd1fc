// The jobs panel: what goes on in the background, each with its progress, a pause and an end.
#pragma once

#include "ui/panels/panel.h"

#include <vector>

class QLabel;
class QVBoxLayout;

namespace saysee::ui {

class JobCard;

class JobsPanel : public QWidget {
    Q_OBJECT

public:
    explicit JobsPanel(PanelContext& context);

private:
    void insert(int first, int last);
    void remove(int first, int last);
    void change(int first, int last);
    void updateEmptiness();

    JobList& m_jobs;
    QLabel* m_empty;
    QVBoxLayout* m_column;
    std::vector<JobCard*> m_cards;  // one a row of the list
};

}  // namespace saysee::ui
