#include "core/index/rows/id_set.h"

#include <algorithm>

namespace saysee::index {

namespace {

constexpr std::int64_t kBitsPerId = 4096;  // half a kilobyte for each id is the most that the bits may take

}  // namespace

IdSet::IdSet(std::span<const base::PhotoId> ids) : m_ids(ids)
{
    if (ids.empty() || ids.front().value < 0 || ids.back().value / kBitsPerId > static_cast<std::int64_t>(ids.size()))
        return;
    m_bits.assign(static_cast<std::size_t>(ids.back().value) + 1, false);
    for (const base::PhotoId id : ids)
        m_bits[static_cast<std::size_t>(id.value)] = true;
}

bool IdSet::contains(base::PhotoId id) const
{
    if (m_bits.empty())
        return std::binary_search(m_ids.begin(), m_ids.end(), id);
    const auto at = static_cast<std::size_t>(id.value);
    return at < m_bits.size() && m_bits[at];
}

}  // namespace saysee::index
