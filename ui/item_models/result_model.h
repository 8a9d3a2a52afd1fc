// The photos of an answer, in the order they are shown: a heading for each band, then its photos.
#pragma once

#include "core/search/searcher.h"

#include <QAbstractListModel>
#include <vector>

namespace saysee::ui {

class ResultModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        PhotoRole = Qt::UserRole,  // qint64: the photo's id; 0 for a heading
        PathRole,  // std::filesystem::path
        BandRole,  // int: search::Band
        HeadingRole,  // bool
        WordsRole,  // double, cosine; absent when not known
        SoundRole,
        ExplanationRole  // QString
    };

    using QAbstractListModel::QAbstractListModel;

    // Replaces everything. Weak matches are folded away unless `showRest` or nothing else matched.
    void setAnswer(search::SearchAnswer answer);
    void setShowRest(bool show);
    [[nodiscard]] bool showsRest() const { return m_showRest; }
    [[nodiscard]] const search::SearchAnswer& answer() const { return m_answer; }
    [[nodiscard]] const search::SearchHit* hit(const QModelIndex& index) const;
    // Rows of photos, headings left out, for stepping from one to the next.
    [[nodiscard]] QModelIndex neighbour(const QModelIndex& index, int step) const;

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
    bool m_showRest = false;
};

}  // namespace saysee::ui
