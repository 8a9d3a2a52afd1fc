// Looks at every vector: exact, and fast enough for most libraries.
#pragma once

#include "core/index/rows/stored_index.h"

namespace saysee::index {

class ExactIndex final : public StoredIndex {
public:
    using StoredIndex::StoredIndex;

    [[nodiscard]] std::string description() const override { return "exact"; }
    base::Status upsert(std::span<const base::PhotoId> ids, std::span<const float> vectors) override;
    base::Status erase(std::span<const base::PhotoId> ids) override;
    [[nodiscard]] base::Result<std::vector<Hit>> search(const base::Embedding& query, std::size_t k,
                                                        const IdFilter* filter) const override;
    [[nodiscard]] base::Status save(const std::filesystem::path& file, const IndexStamp& stamp) const override;

    // Hands the rows over to another kind of index. The index is empty afterwards.
    [[nodiscard]] RowStore takeRows() { return std::move(m_rows); }
};

}  // namespace saysee::index
