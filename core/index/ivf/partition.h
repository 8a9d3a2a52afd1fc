// A coarse partition of the vector space into lists around centroids (an inverted file, IVF).
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace saysee::index {

struct Partition {
    std::vector<std::uint16_t> centroids;  // [lists, dimension], half precision, rows of length 1
    std::vector<std::uint32_t> starts;  // [lists + 1]: list i holds the rows starts[i] up to starts[i + 1]

    [[nodiscard]] std::size_t lists() const { return starts.empty() ? 0 : starts.size() - 1; }
};

// About the square root of the rows times two: balances the scan of the centroids with that of the lists.
[[nodiscard]] std::size_t listsFor(std::size_t rows);

// Spherical k-means (FAISS). `sample` is [n, dimension] in half precision, rows of length 1; fewer than a hundred for
// each list make worse lists. Returns [lists, dimension].
base::Result<std::vector<float>> trainCentroids(std::span<const std::uint16_t> sample, std::size_t dimension,
                                                std::size_t lists);

// The nearest centroid of each vector (FAISS, a matrix product). `vectors` is [n, dimension].
base::Result<std::vector<std::uint32_t>> nearestCentroids(std::span<const float> centroids,
                                                          std::span<const float> vectors, std::size_t dimension);

}  // namespace saysee::index
