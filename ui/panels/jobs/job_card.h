// One job on the jobs panel.
#pragma once

#include "ui/item_models/job_list.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace saysee::ui {

class JobCard : public QFrame {
    Q_OBJECT

public:
    explicit JobCard(const Job& job, QWidget* parent = nullptr);
    void show(const Job& job);

private:
    QLabel* m_detail;
    QProgressBar* m_bar;
    QPushButton* m_pause;
    bool m_paused = false;
};

}  // namespace saysee::ui
