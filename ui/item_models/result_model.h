// The photos of an answer, in the order they are shown: a heading for each band, then its photos.
#pragma once

#include "core/search/searcher.h"
#include "ui/item_models/photo_roles.h"

#include <QAbstractListModel>
#include <vector>

namespace saysee::ui {

enum class WeakMatches { Folded, Shown };

class ResultModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setAnswer(search::SearchAnswer answer);  // replaces everything
    // Folded ones have their heading only.
    void setWeakMatches(WeakMatches choice);
    [[nodiscard]] WeakMatches weakMatches() const { return m_weak; }
    [[nodiscard]] const search::SearchAnswer& answer() const { return m_answer; }
    [[nodiscard]] const search::SearchHit* hit(const QModelIndex& index) const;  // null for a heading
    [[nodiscard]] QModelIndex indexOf(base::PhotoId photo) const;  // invalid when it is not shown

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    struct Row {
        search::Band band;
        int hit;  // -1: the band's heading
    };
    void rebuild();
    [[nodiscard]] QVariant headingData(const Row& row, int role) const;
    [[nodiscard]] QVariant hitData(const search::SearchHit& hit, int role) const;

    search::SearchAnswer m_answer;
    std::vector<Row> m_rows;
    WeakMatches m_weak = WeakMatches::Folded;
};

}  // namespace saysee::ui
