#include "ui/item_models/result_model.h"

#include "ui/bridge/text.h"
#include "ui/item_models/answer_text.h"
#include "ui/theme/theme.h"

#include <QMimeData>
#include <QUrl>
#include <algorithm>

namespace saysee::ui {

void ResultModel::setAnswer(search::SearchAnswer answer)
{
    beginResetModel();
    m_answer = std::move(answer);
    rebuild();
    endResetModel();
}

void ResultModel::setWeakMatches(WeakMatches choice)
{
    beginResetModel();
    m_weak = choice;
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
            if (!std::exchange(headed, true))
                m_rows.push_back({band, -1});
            if (band != search::Band::Rest || m_weak == WeakMatches::Shown)
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

QModelIndex ResultModel::indexOf(base::PhotoId photo) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (const auto* found = hit(index(row)); found != nullptr && found->photo == photo)
            return index(row);
    return {};
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
    if (role == HeadingRole)
        return row.hit < 0;
    return row.hit < 0 ? headingData(row, role) : hitData(m_answer.hits[static_cast<std::size_t>(row.hit)], role);
}

QVariant ResultModel::headingData(const Row& row, int role) const
{
    const Colours& c = colours(currentScheme());
    const bool best = row.band == search::Band::Best;
    const bool maybe = row.band == search::Band::Maybe;
    const std::size_t count = best ? m_answer.best : maybe ? m_answer.maybe : m_answer.rest;
    switch (role) {
    case PhotoRole:
        return qint64(0);
    case MarkRole:
        return best ? c.best : maybe ? c.maybe : c.rest;
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        if (row.band == search::Band::Rest && m_answer.nothingMatches())
            return tr("Nearest guesses: %Ln photo(s)", nullptr, static_cast<int>(count));
        return tr("%1: %Ln photo(s)", nullptr, static_cast<int>(count)).arg(bandTitle(row.band));
    default:
        return {};
    }
}

QVariant ResultModel::hitData(const search::SearchHit& hit, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return displayName(hit.path);
    case PhotoRole:
        return qint64(hit.photo.value);
    case PathRole:
        return QVariant::fromValue(hit.path);
    case WhyRole:
    case Qt::ToolTipRole:
        return whyText(hit);
    case Qt::AccessibleTextRole: {
        const QString taken = takenText(hit.taken);
        return tr("%1, taken %2, rank %3, %4")
            .arg(displayName(hit.path), taken.isEmpty() ? tr("at an unknown time") : taken, QString::number(hit.rank),
                 bandTitle(hit.band));
    }
    default:
        return {};
    }
}

Qt::ItemFlags ResultModel::flags(const QModelIndex& index) const
{
    if (hit(index) == nullptr)
        return index.isValid() ? Qt::ItemIsEnabled : Qt::NoItemFlags;
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
