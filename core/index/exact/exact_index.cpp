#include "core/index/exact/exact_index.h"

#include "core/index/cache/index_file.h"
#include "core/index/rows/scan.h"

#include <algorithm>

namespace saysee::index {

base::Status ExactIndex::upsert(std::span<const base::PhotoId> ids, std::span<const float> vectors)
{
    SAYSEE_TRY(checkRows(ids, vectors));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (const Row row = m_rows.find(ids[i]); row != kNoRow)
            m_rows.overwrite(row, vectorAt(vectors, i));
        else
            m_rows.insert(ids[i], vectorAt(vectors, i));
    }
    return {};
}

base::Status ExactIndex::erase(std::span<const base::PhotoId> ids)
{
    for (const base::PhotoId id : ids)
        if (const Row row = m_rows.find(id); row != kNoRow)
            m_rows.remove(row);
    return {};
}

base::Result<std::vector<Hit>> ExactIndex::search(const base::Embedding& query, std::size_t k,
                                                  const IdFilter* filter) const
{
    SAYSEE_TRY(checkQuery(query));
    const std::vector<RowRange> ranges =
        filter != nullptr ? asRanges(rowsOf(*filter)) : std::vector {RowRange {0, m_rows.slots()}};
    return bestOf(m_rows, query.values(), k, ranges, m_threads);
}

base::Status ExactIndex::save(const std::filesystem::path& file, const IndexStamp& stamp) const
{
    std::vector<Row> order;
    order.reserve(m_rows.size());
    for (Row row = 0; row < m_rows.slots(); ++row)
        if (m_rows.idAt(row).valid())
            order.push_back(row);
    std::sort(order.begin(), order.end(), [this](Row a, Row b) { return m_rows.idAt(a) < m_rows.idAt(b); });
    return writeIndexFile(file, stamp, m_rows, order, nullptr);
}

}  // namespace saysee::index
