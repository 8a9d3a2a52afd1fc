#include "ui/item_models/problem_model.h"

#include "ui/bridge/text.h"

namespace saysee::ui {

void ProblemModel::setProblems(std::vector<library::PhotoProblem> problems)
{
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

const library::PhotoProblem* ProblemModel::at(const QModelIndex& index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? &m_problems[static_cast<std::size_t>(index.row())]
                                                             : nullptr;
}

int ProblemModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ProblemModel::data(const QModelIndex& index, int role) const
{
    const library::PhotoProblem* problem = at(index);
    if (problem == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == FileColumn ? displayName(problem->path) : toQt(problem->reason);
    case Qt::ToolTipRole:
        return displayPath(problem->path);
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(displayName(problem->path), toQt(problem->reason));
    default:
        return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= ColumnCount)
        return {};
    return section == FileColumn ? tr("File") : tr("Why it was not read");
}

}  // namespace saysee::ui
