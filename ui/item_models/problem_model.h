// Photos that could not be read, each with its reason.
#pragma once

#include "core/library/photos.h"

#include <QAbstractTableModel>
#include <vector>

namespace saysee::ui {

// Holds a snapshot. GUI thread.
class ProblemModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { FileColumn, ReasonColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(std::vector<library::PhotoProblem> problems);
    [[nodiscard]] const library::PhotoProblem* at(const QModelIndex& index) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<library::PhotoProblem> m_problems;
};

}  // namespace saysee::ui
