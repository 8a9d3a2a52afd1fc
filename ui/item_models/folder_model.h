// The library's folders as rows: where, how many photos, in which state.
#pragma once

#include "core/library/folders.h"

#include <QAbstractTableModel>
#include <vector>

namespace saysee::ui {

// Holds a snapshot. GUI thread.
class FolderModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { FolderColumn, PhotosColumn, StateColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFolders(std::vector<library::Folder> folders);
    [[nodiscard]] const library::Folder* at(const QModelIndex& index) const;
    [[nodiscard]] bool isEmpty() const { return m_folders.empty(); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<library::Folder> m_folders;
};

}  // namespace saysee::ui
