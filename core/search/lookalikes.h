// Photos that look alike. Exact duplicates (equal files) are not: the library knows those by their content hash.
#pragma once

#include "core/index/vector_index.h"

#include <span>
#include <vector>

namespace saysee::search {

struct LookAlikeOptions {
    float threshold = 0.95F;  // least cosine between any two photos of a group
    std::size_t largestGroup = 64;
};

using PhotoGroup = std::vector<base::PhotoId>;  // ascending, at least two

// Groups in which every photo looks like every other one (fully linked), so that a chain of small differences never
// joins two that differ. `duplicates` are groups of equal files; of each only the first takes part. A photo belongs
// to one group at most. Deterministic. Searches once per photo: a background job, which can be stopped.
base::Result<std::vector<PhotoGroup>> findLookAlikes(const index::VectorIndex& index,
                                                     const std::vector<PhotoGroup>& duplicates,
                                                     const LookAlikeOptions& options = {},
                                                     const base::TaskContext& task = {});

// The same for a few photos given by their vectors, each of length 1: the number of its group for each of them, counted
// from 0 in order of appearance; a photo that looks like no other is a group of its own. Pure.
[[nodiscard]] std::vector<std::size_t> groupLookAlikes(std::span<const std::span<const float>> pictures,
                                                       float threshold = LookAlikeOptions {}.threshold);

}  // namespace saysee::search
