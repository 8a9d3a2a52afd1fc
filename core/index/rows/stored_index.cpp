#include "core/index/rows/stored_index.h"

#include "core/base/half.h"
#include "core/index/rows/dot.h"
#include "core/index/rows/id_set.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace saysee::index {

namespace {

// SplitMix64's finaliser (Steele, Lea and Flood, 2014): spreads consecutive ids over all 64-bit values.
std::uint64_t scatter(std::uint64_t x)
{
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

bool hasLengthOne(std::span<const float> vector)
{
    const float squares = std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F);
    return std::abs(squares - 1.0F) < 0.02F;  // half precision included; false for NaN
}

}  // namespace

StoredIndex::StoredIndex(base::SpaceId space, RowStore rows, int threads)
    : m_space(std::move(space)), m_rows(std::move(rows)), m_threads(threads)
{
}

base::Status StoredIndex::checkRows(std::span<const base::PhotoId> ids, std::span<const float> vectors) const
{
    if (vectors.size() != ids.size() * m_rows.dimension())
        return base::fail(base::ErrorCode::VersionMismatch, "Vectors of another size cannot be added to this index.");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!ids[i].valid())
            return base::fail(base::ErrorCode::InvalidArgument,
                              "A photo without an id cannot be added to the index.");
        if (!hasLengthOne(vectorAt(vectors, i)))
            return base::fail(base::ErrorCode::InvalidArgument,
                              "The vector of photo " + std::to_string(ids[i].value) + " does not have length 1.");
    }
    return {};
}

base::Status StoredIndex::checkQuery(const base::Embedding& query) const
{
    if (query.space() == m_space && query.dimension() == m_rows.dimension())
        return {};
    return base::fail(base::ErrorCode::VersionMismatch,
                      "The query was made by another model than the index; index the photos with this model first.",
                      query.space().value + " and " + m_space.value);
}

std::vector<Row> StoredIndex::rowsOf(const IdFilter& filter) const
{
    // Above this share of all rows, looking at every row is faster than finding those admitted.
    constexpr std::size_t kRowsPerId = 20;
    if (filter.size() < m_rows.slots() / kRowsPerId)
        return m_rows.findAll(filter);
    std::vector<Row> rows;
    const IdSet admitted(filter);
    for (Row row = 0; row < m_rows.slots(); ++row)
        if (m_rows.idAt(row).valid() && admitted.contains(m_rows.idAt(row)))
            rows.push_back(row);
    return rows;
}

base::Result<std::vector<Hit>> StoredIndex::score(const base::Embedding& query,
                                                  std::span<const base::PhotoId> photos) const
{
    SAYSEE_TRY(checkQuery(query));
    std::vector<Hit> hits;
    hits.reserve(photos.size());
    for (const base::PhotoId photo : photos) {
        const Row row = m_rows.find(photo);
        if (row == kNoRow)
            continue;
        Hit hit {photo, 0.0F};
        dotRows(query.values(), m_rows.at(row), {&hit.score, 1});
        hit.score = std::clamp(hit.score, -1.0F, 1.0F);
        hits.push_back(hit);
    }
    return hits;
}

base::Result<base::Embedding> StoredIndex::vectorOf(base::PhotoId photo) const
{
    const Row row = m_rows.find(photo);
    if (row == kNoRow)
        return base::fail(base::ErrorCode::NotFound, "This photo is not in the search index yet.");
    std::vector<float> values(m_rows.dimension());
    base::fromHalf({m_rows.at(row), values.size()}, values);
    return base::Embedding::normalised(std::move(values), m_space);
}

std::vector<base::PhotoId> StoredIndex::sample(std::size_t count) const
{
    constexpr auto kAll = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t limit = m_rows.size() <= count ? kAll : kAll / m_rows.size() * count;
    std::vector<base::PhotoId> picked;
    for (Row row = 0; row < m_rows.slots(); ++row) {
        const base::PhotoId id = m_rows.idAt(row);
        if (id.valid() && scatter(static_cast<std::uint64_t>(id.value)) <= limit)
            picked.push_back(id);
    }
    std::sort(picked.begin(), picked.end());
    return picked;
}

}  // namespace saysee::index
