// Photo ids and their half-precision vectors, one row each: the storage below every index.
#pragma once

#include "core/base/ids.h"
#include "core/base/mapped_file.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace saysee::index {

using Row = std::uint32_t;
inline constexpr Row kNoRow = ~Row {0};

// Rows live in the mapped cache file, written to privately, and in blocks after it, so that growing never copies.
// A removed row stays as a hole, with id 0, until it is used again or the index is saved.
class RowStore {
public:
    explicit RowStore(int dimension);
    // `rows` is [ids.size(), dimension] inside `file`, which is kept.
    RowStore(int dimension, std::vector<base::PhotoId> ids, base::MappedFile file, std::uint16_t* rows);

    [[nodiscard]] std::size_t dimension() const { return m_dimension; }
    [[nodiscard]] Row slots() const { return static_cast<Row>(m_ids.size()); }  // holes included
    [[nodiscard]] std::size_t size() const { return m_live; }
    [[nodiscard]] base::PhotoId idAt(Row row) const { return m_ids[row]; }
    [[nodiscard]] const std::uint16_t* at(Row row) const { return const_cast<RowStore*>(this)->place(row); }
    [[nodiscard]] Row contiguousFrom(Row row) const;  // rows from `row` on that lie one behind the other
    [[nodiscard]] Row find(base::PhotoId photo) const;
    // The rows of these ascending ids, in their order; ids without a row are left out. Many times faster than find().
    [[nodiscard]] std::vector<Row> findAll(std::span<const base::PhotoId> photos) const;

    void overwrite(Row row, std::span<const float> vector);
    // Requires: `photo` has no row. Fills a hole, else adds a row.
    Row insert(base::PhotoId photo, std::span<const float> vector);
    void remove(Row row);
    // Holes below `row` are never filled: for an index in which a row's place has a meaning.
    void keepHolesBelow(Row row) { m_keepHolesBelow = row; }

    // Moves row order[i] to row i and drops all rows that `order` does not name.
    void rearrange(std::span<const Row> order);

private:
    std::uint16_t* place(Row row);
    [[nodiscard]] Row findAt(std::vector<base::PhotoId>::const_iterator sorted, base::PhotoId photo) const;
    void sortIds();

    std::size_t m_dimension;
    base::MappedFile m_file;
    std::uint16_t* m_mapped = nullptr;
    Row m_mappedRows = 0;  // room for so many
    std::vector<std::unique_ptr<std::uint16_t[]>> m_blocks;
    std::vector<base::PhotoId> m_ids;  // of each row; 0 in a hole
    std::vector<Row> m_holes;
    Row m_keepHolesBelow = 0;
    std::size_t m_live = 0;
    // Ids that came in ascending order are found by bisection, the others through a map. Entries may be out of date:
    // find() checks them against m_ids.
    std::vector<base::PhotoId> m_sortedIds;
    std::vector<Row> m_sortedRows;
    std::unordered_map<base::PhotoId, Row> m_otherRows;
};

}  // namespace saysee::index
