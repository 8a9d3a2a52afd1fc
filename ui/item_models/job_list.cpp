#include "ui/item_models/job_list.h"

#include <algorithm>

namespace saysee::ui {

int JobList::rowOf(JobId id) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

JobList::JobId JobList::add(Job job)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_rows.push_back({++m_last, std::move(job)});
    endInsertRows();
    return m_last;
}

void JobList::update(JobId id, const QString& detail, std::optional<double> share, bool paused)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    Job& job = m_rows[static_cast<std::size_t>(row)].job;
    job.detail = detail;
    job.share = share;
    job.paused = paused;
    Q_EMIT dataChanged(index(row), index(row));
}

void JobList::remove(JobId id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

const Job* JobList::at(const QModelIndex& index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? &m_rows[static_cast<std::size_t>(index.row())].job
                                                             : nullptr;
}

int JobList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant JobList::data(const QModelIndex& index, int role) const
{
    const Job* job = at(index);
    if (job == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return job->title;
    case Qt::AccessibleTextRole:
        return job->title + QStringLiteral(": ") + job->detail;
    case DetailRole:
        return job->detail;
    case ShareRole:
        return job->share ? QVariant(*job->share) : QVariant();
    case PausedRole:
        return job->paused;
    default:
        return {};
    }
}

}  // namespace saysee::ui
