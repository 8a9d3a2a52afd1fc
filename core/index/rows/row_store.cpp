#include "core/index/rows/row_store.h"

#include "core/base/half.h"

#include <algorithm>
#include <numeric>

namespace saysee::index {

namespace {

constexpr Row kBlockRows = 1U << 14U;  // 16 MiB of 512 dimensions

}  // namespace

RowStore::RowStore(int dimension) : m_dimension(static_cast<std::size_t>(dimension)) { }

RowStore::RowStore(int dimension, std::vector<base::PhotoId> ids, base::MappedFile file, std::uint16_t* rows)
    : m_dimension(static_cast<std::size_t>(dimension)), m_file(std::move(file)), m_mapped(rows),
      m_mappedRows(static_cast<Row>(ids.size())), m_ids(std::move(ids)), m_live(m_ids.size())
{
    sortIds();
}

std::uint16_t* RowStore::place(Row row)
{
    if (row < m_mappedRows)
        return m_mapped + row * m_dimension;
    const Row later = row - m_mappedRows;
    return m_blocks[later / kBlockRows].get() + later % kBlockRows * m_dimension;
}

Row RowStore::contiguousFrom(Row row) const
{
    if (row < m_mappedRows)
        return std::min(m_mappedRows, slots()) - row;
    return std::min(kBlockRows - (row - m_mappedRows) % kBlockRows, slots() - row);
}

// `sorted`: where the id stands in m_sortedIds, if it does.
Row RowStore::findAt(std::vector<base::PhotoId>::const_iterator sorted, base::PhotoId photo) const
{
    if (sorted != m_sortedIds.end() && *sorted == photo) {
        const Row row = m_sortedRows[static_cast<std::size_t>(sorted - m_sortedIds.begin())];
        if (m_ids[row] == photo)
            return row;
    }
    const auto other = m_otherRows.find(photo);
    return other != m_otherRows.end() && m_ids[other->second] == photo ? other->second : kNoRow;
}

Row RowStore::find(base::PhotoId photo) const
{
    return findAt(std::lower_bound(m_sortedIds.begin(), m_sortedIds.end(), photo), photo);
}

// Each id is looked for from where the one before stood, in steps that double (exponential search).
std::vector<Row> RowStore::findAll(std::span<const base::PhotoId> photos) const
{
    std::vector<Row> rows;
    rows.reserve(photos.size());
    auto from = m_sortedIds.begin();
    for (const base::PhotoId photo : photos) {
        std::ptrdiff_t step = 1;
        while (m_sortedIds.end() - from > step && from[step] < photo) {
            from += step;
            step *= 2;
        }
        from = std::lower_bound(from, from + std::min(step + 1, m_sortedIds.end() - from), photo);
        if (const Row row = findAt(from, photo); row != kNoRow)
            rows.push_back(row);
    }
    return rows;
}

void RowStore::overwrite(Row row, std::span<const float> vector) { base::toHalf(vector, {place(row), m_dimension}); }

Row RowStore::insert(base::PhotoId photo, std::span<const float> vector)
{
    Row row = slots();
    if (!m_holes.empty()) {
        row = m_holes.back();
        m_holes.pop_back();
        m_ids[row] = photo;
    } else {
        if (row >= m_mappedRows && (row - m_mappedRows) / kBlockRows >= m_blocks.size())
            m_blocks.push_back(std::make_unique_for_overwrite<std::uint16_t[]>(kBlockRows * m_dimension));
        m_ids.push_back(photo);
    }
    if (m_sortedIds.empty() || m_sortedIds.back() < photo) {
        m_sortedIds.push_back(photo);
        m_sortedRows.push_back(row);
    } else {
        m_otherRows[photo] = row;
    }
    ++m_live;
    overwrite(row, vector);
    return row;
}

void RowStore::remove(Row row)
{
    m_otherRows.erase(m_ids[row]);
    m_ids[row] = {};
    if (row >= m_keepHolesBelow)
        m_holes.push_back(row);
    --m_live;
}

void RowStore::rearrange(std::span<const Row> order)
{
    std::vector<Row> from(order.begin(), order.end());  // completed to a permutation of all rows
    std::vector<bool> named(slots(), false);
    for (const Row row : order)
        named[row] = true;
    for (Row row = 0; row < slots(); ++row)
        if (!named[row])
            from.push_back(row);

    std::vector<std::uint16_t> kept(m_dimension);
    for (Row start = 0; start < slots(); ++start) {  // follow each cycle once; a finished row points to itself
        if (from[start] == start)
            continue;
        std::copy_n(place(start), m_dimension, kept.begin());
        const base::PhotoId keptId = m_ids[start];
        Row row = start;
        for (Row next = from[row]; next != start; next = from[row]) {
            std::copy_n(place(next), m_dimension, place(row));
            m_ids[row] = m_ids[next];
            from[row] = row;
            row = next;
        }
        std::copy_n(kept.begin(), m_dimension, place(row));
        m_ids[row] = keptId;
        from[row] = row;
    }
    m_ids.resize(order.size());
    m_live = order.size();
    m_holes.clear();
    m_keepHolesBelow = 0;
    sortIds();
}

void RowStore::sortIds()
{
    m_otherRows.clear();
    m_sortedRows.resize(m_ids.size());
    std::iota(m_sortedRows.begin(), m_sortedRows.end(), Row {0});
    if (!std::is_sorted(m_ids.begin(), m_ids.end()))
        std::sort(m_sortedRows.begin(), m_sortedRows.end(), [this](Row a, Row b) { return m_ids[a] < m_ids[b]; });
    m_sortedIds.resize(m_ids.size());
    std::transform(m_sortedRows.begin(), m_sortedRows.end(), m_sortedIds.begin(), [this](Row r) { return m_ids[r]; });
}

}  // namespace saysee::index
