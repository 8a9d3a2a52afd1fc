// Past queries as rows, newest first.
#pragma once

#include "core/library/history.h"

#include <QAbstractTableModel>
#include <vector>

namespace saysee::ui {

// Holds a snapshot. GUI thread.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { QueryColumn, FoundColumn, WhenColumn, KeepColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setQueries(std::vector<library::PastQuery> queries);
    void setKeep(library::QueryId query, library::Keep keep);
    void remove(library::QueryId query);
    [[nodiscard]] const library::PastQuery* at(const QModelIndex& index) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] int rowOf(library::QueryId query) const;  // -1: not there

    std::vector<library::PastQuery> m_queries;
};

}  // namespace saysee::ui
