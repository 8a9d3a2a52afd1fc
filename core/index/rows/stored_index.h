// What every index over a RowStore shares: its checks, and the answers that need no search structure.
#pragma once

#include "core/index/rows/row_store.h"
#include "core/index/vector_index.h"

namespace saysee::index {

class StoredIndex : public VectorIndex {
public:
    StoredIndex(base::SpaceId space, RowStore rows, int threads);

    [[nodiscard]] const base::SpaceId& space() const final { return m_space; }
    [[nodiscard]] int dimension() const final { return static_cast<int>(m_rows.dimension()); }
    [[nodiscard]] std::size_t size() const final { return m_rows.size(); }
    [[nodiscard]] base::Result<std::vector<Hit>> score(const base::Embedding& query,
                                                       std::span<const base::PhotoId> photos) const final;
    [[nodiscard]] base::Result<base::Embedding> vectorOf(base::PhotoId photo) const final;
    [[nodiscard]] std::vector<base::PhotoId> sample(std::size_t count) const final;

protected:
    [[nodiscard]] base::Status checkRows(std::span<const base::PhotoId> ids, std::span<const float> vectors) const;
    [[nodiscard]] base::Status checkQuery(const base::Embedding& query) const;
    [[nodiscard]] std::span<const float> vectorAt(std::span<const float> vectors, std::size_t i) const
    {
        return vectors.subspan(i * m_rows.dimension(), m_rows.dimension());
    }
    // The rows of those of `filter` that have one, in no particular order.
    [[nodiscard]] std::vector<Row> rowsOf(const IdFilter& filter) const;

    base::SpaceId m_space;
    RowStore m_rows;
    int m_threads;
};

}  // namespace saysee::index
