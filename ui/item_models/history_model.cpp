#include "ui/item_models/history_model.h"

#include "ui/bridge/text.h"
#include "ui/theme/icons.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

namespace saysee::ui {

namespace {

using library::Keep;

QString words(const library::PastQuery& query)
{
    if (!query.text.empty())
        return toQt(query.text);
    return query.recording ? HistoryModel::tr("Sound without words") : HistoryModel::tr("A picture");
}

QString found(const library::PastQuery& query)
{
    if (query.best > 0)
        return HistoryModel::tr("%Ln best", nullptr, static_cast<int>(query.best));
    if (query.maybe > 0)
        return HistoryModel::tr("%Ln maybe", nullptr, static_cast<int>(query.maybe));
    return HistoryModel::tr("Nothing matched");
}

QString when(const library::PastQuery& query)
{
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(query.askedAt), QLocale::ShortFormat);
}

QString display(const library::PastQuery& query, int column)
{
    switch (column) {
    case HistoryModel::QueryColumn:
        return words(query);
    case HistoryModel::FoundColumn:
        return found(query);
    case HistoryModel::WhenColumn:
        return when(query);
    default:
        return query.keep == Keep::Always ? HistoryModel::tr("Kept") : QString();
    }
}

QString spokenLength(const library::PastQuery& query)
{
    return HistoryModel::tr("spoken, %1 s").arg(QLocale().toString(query.recording->seconds, 'f', 1));
}

}  // namespace

void HistoryModel::setQueries(std::vector<library::PastQuery> queries)
{
    const bool sameRows =
        std::equal(m_queries.begin(), m_queries.end(), queries.begin(), queries.end(),
                   [](const library::PastQuery& a, const library::PastQuery& b) { return a.id == b.id; });
    if (sameRows) {  // keeps the selection
        m_queries = std::move(queries);
        if (!m_queries.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_queries = std::move(queries);
    endResetModel();
}

int HistoryModel::rowOf(library::QueryId query) const
{
    const auto place = std::find_if(m_queries.begin(), m_queries.end(),
                                    [&](const library::PastQuery& past) { return past.id == query; });
    return place == m_queries.end() ? -1 : static_cast<int>(place - m_queries.begin());
}

void HistoryModel::setKeep(library::QueryId query, Keep keep)
{
    const int row = rowOf(query);
    if (row < 0)
        return;
    m_queries[static_cast<std::size_t>(row)].keep = keep;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void HistoryModel::remove(library::QueryId query)
{
    const int row = rowOf(query);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_queries.erase(m_queries.begin() + row);
    endRemoveRows();
}

const library::PastQuery* HistoryModel::at(const QModelIndex& index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? &m_queries[static_cast<std::size_t>(index.row())]
                                                             : nullptr;
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_queries.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    const library::PastQuery* query = at(index);
    if (query == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return display(*query, index.column());
    case Qt::DecorationRole:
        if (index.column() == QueryColumn)
            return themedIcon(query->recording          ? QStringLiteral("microphone")
                                  : query->text.empty() ? QStringLiteral("image")
                                                        : QStringLiteral("search"));
        if (index.column() == KeepColumn && query->keep == Keep::Always)
            return themedIcon(QStringLiteral("kept"));
        return {};
    case Qt::ToolTipRole:
        return query->recording ? tr("%1 (%2)").arg(words(*query), spokenLength(*query)) : words(*query);
    case Qt::AccessibleTextRole: {
        QStringList parts {words(*query), found(*query), when(*query)};
        if (query->recording)
            parts.insert(1, spokenLength(*query));
        if (query->keep == Keep::Always)
            parts << tr("Kept");
        return parts.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case QueryColumn:
        return tr("Asked for");
    case FoundColumn:
        return tr("Found");
    case WhenColumn:
        return tr("When");
    default:
        return QString();
    }
}

}  // namespace saysee::ui
