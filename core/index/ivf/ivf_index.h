// Looks only at the vectors near the query: for libraries that are too large to look at all of them.
#pragma once

#include "core/index/ivf/partition.h"
#include "core/index/rows/id_set.h"
#include "core/index/rows/scan.h"
#include "core/index/rows/stored_index.h"

namespace saysee::index {

// An inverted file whose lists hold the stored rows themselves, so every score is exact; a search can only miss.
//
// Lists are scored nearest first until `kSearchedShare` of the rows have been. A filter never costs recall: only
// admitted rows count, and a filter that admits no more than that is answered exactly.
class IvfIndex final : public StoredIndex {
public:
    static constexpr double kSearchedShare = 0.08;
    static constexpr std::size_t kLeastSearched = 20'000;  // rows

    // Partitions `rows` (k-means on a sample, then every row) and sorts them by list.
    static base::Result<std::unique_ptr<IvfIndex>> build(base::SpaceId space, RowStore rows, int threads,
                                                         const base::TaskContext& task = {});
    // `rows` lie in the order of `partition.starts`.
    IvfIndex(base::SpaceId space, RowStore rows, Partition partition, int threads);

    [[nodiscard]] std::string description() const override;
    base::Status upsert(std::span<const base::PhotoId> ids, std::span<const float> vectors) override;
    base::Status erase(std::span<const base::PhotoId> ids) override;
    [[nodiscard]] base::Result<std::vector<Hit>> search(const base::Embedding& query, std::size_t k,
                                                        const IdFilter* filter) const override;
    [[nodiscard]] base::Status save(const std::filesystem::path& file, const IndexStamp& stamp) const override;

private:
    [[nodiscard]] std::uint32_t nearestList(std::span<const float> vector) const;
    [[nodiscard]] std::uint32_t listOf(Row row) const;
    void removeRow(Row row);
    [[nodiscard]] std::vector<std::uint32_t> listsByNearness(std::span<const float> query) const;
    // Rows of the nearest lists, until `wanted` have been found; `admitted` null: all rows.
    [[nodiscard]] std::vector<RowRange> candidates(std::span<const float> query, std::size_t wanted,
                                                   const IdSet* admitted) const;

    Partition m_partition;  // of the rows that were there when it was made
    std::vector<std::vector<Row>> m_addedRows;  // of each list, since then
    std::vector<std::uint32_t> m_listOfAdded;  // of the rows from partitionedRows() on
    [[nodiscard]] Row partitionedRows() const { return m_partition.starts.back(); }
};

}  // namespace saysee::index
