#include "ui/panels/jobs/jobs_panel.h"

#include "ui/item_models/job_list.h"
#include "ui/panels/jobs/job_card.h"
#include "ui/widgets/section.h"

#include <QLabel>
#include <QVBoxLayout>

namespace saysee::ui {

JobsPanel::JobsPanel(PanelContext& context)
    : m_jobs(context.jobs), m_empty(makeLabel(tr("Nothing is going on in the background."))),
      m_column(new QVBoxLayout)
{
    auto* column = makeScrollingColumn(this);
    column->addWidget(makeLabel(tr("Jobs"), TextRole::Title));
    column->addWidget(makeLabel(tr("Searching stays fast while these run. Everything goes on where it was after a "
                                   "restart."),
                                TextRole::Caption));
    column->addWidget(m_empty);
    column->addLayout(m_column);
    column->addStretch(1);

    connect(&m_jobs, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { insert(first, last); });
    connect(&m_jobs, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { remove(first, last); });
    connect(&m_jobs, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { change(first.row(), last.row()); });
    if (!m_jobs.isEmpty())
        insert(0, m_jobs.rowCount() - 1);
}

void JobsPanel::insert(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        auto* card = new JobCard(*m_jobs.at(m_jobs.index(row)));
        m_column->insertWidget(row, card);
        m_cards.insert(m_cards.begin() + row, card);
    }
    updateEmptiness();
}

void JobsPanel::remove(int first, int last)
{
    for (int row = last; row >= first; --row) {
        m_cards[static_cast<std::size_t>(row)]->deleteLater();  // it may be its own button that ends it
        m_cards.erase(m_cards.begin() + row);
    }
    updateEmptiness();
}

void JobsPanel::change(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_cards[static_cast<std::size_t>(row)]->show(*m_jobs.at(m_jobs.index(row)));
}

void JobsPanel::updateEmptiness() { m_empty->setVisible(m_jobs.isEmpty()); }

}  // namespace saysee::ui
