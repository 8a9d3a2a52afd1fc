#include "ui/item_models/result_model.h"

#include "ui/bridge/text.h"

#include <QMimeData>
#include <QUrl>

namespace saysee::ui {

void ResultModel::setAnswer(search::SearchAnswer answer)
{
    beginResetModel();
    m_answer = std::move(answer);
    rebuild();
    endResetModel();
}

void ResultModel::setShowRest(bool show)
{
    beginResetModel();
    m_showRest = show;
    rebuild();
    endResetModel();
}

void ResultModel::rebuild()
{
    m_rows.clear();
    for (const auto band : {search::Band::Best, search::Band::Maybe, search::Band::Rest}) {
        bool headed = false;
        for (int i = 0; i < static_cast<int>(m_answer.hits.size()); ++i) {
            if (m_answer.hits[static_cast<std::size_t>(i)].band != band)
                continue;
            if (!headed)
                m_rows.push_back({band, -1});
            headed = true;
            if (band != search::Band::Rest || m_showRest)
                m_rows.push_back({band, i});
        }
    }
}

const search::SearchHit* ResultModel::hit(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return nullptr;
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    return row.hit < 0 ? nullptr : &m_answer.hits[static_cast<std::size_t>(row.hit)];
}

QModelIndex ResultModel::neighbour(const QModelIndex& index, int step) const
{
    for (int row = index.row() + step; row >= 0 && row < rowCount(); row += step)
        if (m_rows[static_cast<std::size_t>(row)].hit >= 0)
            return this->index(row);
    return index;
}

int ResultModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ResultModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == BandRole)
        return static_cast<int>(row.band);
    if (role == HeadingRole)
        return row.hit < 0;
    return row.hit < 0 ? headingData(row, role) : hitData(m_answer.hits[static_cast<std::size_t>(row.hit)], role);
}

QVariant ResultModel::headingData(const Row& row, int role) const
{
    if (role == PhotoRole)
        return qint64(0);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (row.band) {
    case search::Band::Best:
        return tr("Best: %n photo(s)", nullptr, static_cast<int>(m_answer.best));
    case search::Band::Maybe:
        return tr("Maybe: %n photo(s)", nullptr, static_cast<int>(m_answer.maybe));
    case search::Band::Rest:
        return m_answer.nothingMatches()
            ? tr("Nearest guesses: %n photo(s)", nullptr, static_cast<int>(m_answer.rest))
            : tr("Weak: %n photo(s)", nullptr, static_cast<int>(m_answer.rest));
    }
    return {};
}

QVariant ResultModel::hitData(const search::SearchHit& hit, int role) const
{
    const QString name = displayName(hit.path);
    switch (role) {
    case Qt::DisplayRole:
        return name;
    case PhotoRole:
        return qint64(hit.photo.value);
    case PathRole:
        return QVariant::fromValue(hit.path);
    case ExplanationRole:
    case Qt::ToolTipRole:
        return toQt(search::explanation(hit));
    case WordsRole:
        return hit.words ? QVariant(double(*hit.words)) : QVariant();
    case SoundRole:
        return hit.sound ? QVariant(double(*hit.sound)) : QVariant();
    case Qt::AccessibleTextRole:
        return tr("%1, taken %2, rank %3, %4 match")
            .arg(name, hit.taken.empty() ? tr("at an unknown time") : toQt(hit.taken).left(10),
                 QString::number(hit.rank), toQt(search::bandName(hit.band)));
    default:
        return {};
    }
}

Qt::ItemFlags ResultModel::flags(const QModelIndex& index) const
{
    if (hit(index) == nullptr)
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
}

QStringList ResultModel::mimeTypes() const { return {QStringLiteral("text/uri-list")}; }

QMimeData* ResultModel::mimeData(const QModelIndexList& indexes) const
{
    QList<QUrl> urls;
    for (const QModelIndex& index : indexes)
        if (const auto* found = hit(index))
            urls.append(toUrl(found->path));
    auto* data = new QMimeData;
    data->setUrls(urls);
    return data;
}

}  // namespace saysee::ui
