#include "ui/item_models/pair_model.h"

#include "ui/bridge/text.h"
#include "ui/theme/icons.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

namespace saysee::ui {

namespace {

QString words(const library::Pair& pair)
{
    return pair.text().empty() ? PairModel::tr("Sound without words") : toQt(pair.text());
}

QString stateOf(const library::Pair& pair)
{
    switch (pair.verdict) {
    case library::PairVerdict::Accepted:
        return PairModel::tr("Accepted");
    case library::PairVerdict::ListenAgain:
        return PairModel::tr("To listen to again");
    case library::PairVerdict::Rejected:
        return PairModel::tr("Set aside");
    case library::PairVerdict::Unchecked:
        break;
    }
    return PairModel::tr("Waits to be accepted");
}

QString when(const library::Pair& pair)
{
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(pair.createdAt), QLocale::ShortFormat);
}

QString display(const library::Pair& pair, int column)
{
    switch (column) {
    case PairModel::WordsColumn:
        return words(pair);
    case PairModel::PhotoColumn:
        return toQt(pair.photoPath).section(QLatin1Char('/'), -1);
    case PairModel::StateColumn:
        return stateOf(pair);
    case PairModel::SpeakerColumn:
        return toQt(pair.speaker);
    default:
        return when(pair);
    }
}

}  // namespace

void PairModel::setPairs(std::vector<library::Pair> pairs)
{
    const bool sameRows = std::equal(m_pairs.begin(), m_pairs.end(), pairs.begin(), pairs.end(),
                                     [](const library::Pair& a, const library::Pair& b) { return a.id == b.id; });
    if (sameRows) {  // keeps the selection
        m_pairs = std::move(pairs);
        if (!m_pairs.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_pairs = std::move(pairs);
    endResetModel();
}

int PairModel::rowOf(base::PairId pair) const
{
    const auto place =
        std::find_if(m_pairs.begin(), m_pairs.end(), [&](const library::Pair& each) { return each.id == pair; });
    return place == m_pairs.end() ? -1 : static_cast<int>(place - m_pairs.begin());
}

void PairModel::change(const library::Pair& pair)
{
    const int row = rowOf(pair.id);
    if (row < 0)
        return;
    m_pairs[static_cast<std::size_t>(row)] = pair;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void PairModel::remove(base::PairId pair)
{
    const int row = rowOf(pair);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_pairs.erase(m_pairs.begin() + row);
    endRemoveRows();
}

const library::Pair* PairModel::at(const QModelIndex& index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? &m_pairs[static_cast<std::size_t>(index.row())]
                                                             : nullptr;
}

int PairModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_pairs.size());
}

int PairModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PairModel::data(const QModelIndex& index, int role) const
{
    const library::Pair* pair = at(index);
    if (pair == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return display(*pair, index.column());
    case Qt::DecorationRole:
        if (index.column() == WordsColumn)
            return themedIcon(pair->recording ? QStringLiteral("microphone") : QStringLiteral("words"));
        return {};
    case Qt::ToolTipRole:
        return index.column() == PhotoColumn ? toQt(pair->photoPath) : display(*pair, index.column());
    default:
        return {};
    }
}

QVariant PairModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WordsColumn:
        return tr("Words");
    case PhotoColumn:
        return tr("Photo");
    case StateColumn:
        return tr("State");
    case SpeakerColumn:
        return tr("Who speaks");
    default:
        return tr("When");
    }
}

}  // namespace saysee::ui
