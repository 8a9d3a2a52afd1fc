// Pairs as rows, newest first: what was said, of which photo, and whether it is learned from.
#pragma once

#include "core/library/pairs.h"

#include <QAbstractTableModel>
#include <vector>

namespace saysee::ui {

// Holds a snapshot. GUI thread.
class PairModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { WordsColumn, PhotoColumn, StateColumn, SpeakerColumn, WhenColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setPairs(std::vector<library::Pair> pairs);
    void change(const library::Pair& pair);
    void remove(base::PairId pair);
    [[nodiscard]] const library::Pair* at(const QModelIndex& index) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] int rowOf(base::PairId pair) const;  // -1: not there

    std::vector<library::Pair> m_pairs;
};

}  // namespace saysee::ui
