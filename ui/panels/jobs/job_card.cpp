#include "ui/panels/jobs/job_card.h"

#include "ui/theme/icons.h"
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace saysee::ui {

namespace {

constexpr int kSteps = 1000;

}  // namespace

JobCard::JobCard(const Job& job, QWidget* parent)
    : QFrame(parent), m_detail(makeLabel({}, TextRole::Caption)), m_bar(new QProgressBar),
      m_pause(makeButton(tr("Pause"), QStringLiteral("pause")))
{
    setProperty("role", QStringLiteral("card"));
    auto* row = new QHBoxLayout(this);
    auto* column = new QVBoxLayout;
    column->addWidget(makeLabel(job.title));
    column->addWidget(m_bar);
    column->addWidget(m_detail);
    row->addLayout(column, 1);
    auto* cancel = makeButton(tr("Stop"), QStringLiteral("stop"));
    row->addWidget(m_pause);
    row->addWidget(cancel);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of %1").arg(job.title));
    m_pause->setAccessibleName(tr("Pause %1").arg(job.title));
    cancel->setAccessibleName(tr("Stop %1").arg(job.title));
    m_pause->setVisible(job.pause != nullptr);
    cancel->setVisible(job.cancel != nullptr);
    connect(m_pause, &QPushButton::clicked, this, [this, pause = job.pause] { pause(!m_paused); });
    connect(cancel, &QPushButton::clicked, this, [stop = job.cancel] { stop(); });
    show(job);
}

void JobCard::show(const Job& job)
{
    m_paused = job.paused;
    m_detail->setText(job.detail);
    m_detail->setVisible(!job.detail.isEmpty());
    m_bar->setRange(0, job.share ? kSteps : 0);
    if (job.share)
        m_bar->setValue(static_cast<int>(*job.share * kSteps));
    m_pause->setText(m_paused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(themedIcon(m_paused ? QStringLiteral("play") : QStringLiteral("pause")));
}

}  // namespace saysee::ui
