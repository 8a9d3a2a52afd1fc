// Membership in a filter, fast enough to be asked of every row.
#pragma once

#include "core/base/ids.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace saysee::index {

class IdSet {
public:
    // `ids` is sorted and unique, and outlives the set.
    explicit IdSet(std::span<const base::PhotoId> ids);

    [[nodiscard]] bool contains(base::PhotoId id) const;

private:
    std::span<const base::PhotoId> m_ids;
    std::vector<bool> m_bits;  // by id; empty when the ids are too far apart for that
};

}  // namespace saysee::index
