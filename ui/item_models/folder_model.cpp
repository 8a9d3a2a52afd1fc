#include "ui/item_models/folder_model.h"

#include "ui/bridge/text.h"
#include "ui/theme/icons.h"

#include <QDateTime>
#include <QLocale>

namespace saysee::ui {

namespace {

QString state(const library::Folder& folder)
{
    if (folder.reach == library::Reach::Offline)
        return FolderModel::tr("Not reachable: %1").arg(toQt(folder.problem));
    if (!folder.scannedAt)
        return FolderModel::tr("Not looked at yet");
    if (folder.photos == 0)
        return FolderModel::tr("No pictures in it");
    const QDateTime when = QDateTime::fromSecsSinceEpoch(*folder.scannedAt);
    return FolderModel::tr("Looked at %1").arg(QLocale().toString(when, QLocale::ShortFormat));
}

}  // namespace

void FolderModel::setFolders(std::vector<library::Folder> folders)
{
    const bool sameRows = folders.size() == m_folders.size()
        && std::equal(folders.begin(), folders.end(), m_folders.begin(),
                      [](const auto& a, const auto& b) { return a.id == b.id; });
    if (sameRows) {  // keeps the selection while counts change
        m_folders = std::move(folders);
        if (!m_folders.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_folders = std::move(folders);
    endResetModel();
}

const library::Folder* FolderModel::at(const QModelIndex& index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? &m_folders[static_cast<std::size_t>(index.row())]
                                                             : nullptr;
}

int FolderModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_folders.size());
}

int FolderModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant FolderModel::data(const QModelIndex& index, int role) const
{
    const library::Folder* folder = at(index);
    if (folder == nullptr)
        return {};
    if (role == Qt::ToolTipRole)
        return displayPath(folder->path);
    if (role == Qt::DecorationRole && index.column() == FolderColumn)
        return themedIcon(folder->reach == library::Reach::Online ? QStringLiteral("folder")
                                                                  : QStringLiteral("warning"));
    if (role == Qt::AccessibleTextRole)
        return tr("%1, %Ln photo(s). %2", nullptr, static_cast<int>(folder->photos))
            .arg(displayPath(folder->path), state(*folder));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case FolderColumn:
        return displayPath(folder->path);
    case PhotosColumn:
        return QLocale().toString(static_cast<qulonglong>(folder->photos));
    default:
        return state(*folder);
    }
}

QVariant FolderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case FolderColumn:
        return tr("Folder");
    case PhotosColumn:
        return tr("Photos");
    case StateColumn:
        return tr("State");
    default:
        return {};
    }
}

}  // namespace saysee::ui
