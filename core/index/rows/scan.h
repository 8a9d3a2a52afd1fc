// The best hits among ranges of rows: the one way in which every index scores.
#pragma once

#include "core/index/rows/row_store.h"
#include "core/index/vector_index.h"

#include <span>
#include <vector>

namespace saysee::index {

struct RowRange {
    Row begin = 0;
    Row end = 0;
};

// The k best of the rows in `ranges`, holes left out. Ranges must not overlap; short ones are as welcome as long
// ones. The answer does not depend on `threads` nor on the order of the ranges.
[[nodiscard]] std::vector<Hit> bestOf(const RowStore& rows, std::span<const float> query, std::size_t k,
                                      std::span<const RowRange> ranges, int threads);

// Single rows as ranges; those that follow each other are joined.
[[nodiscard]] std::vector<RowRange> asRanges(std::span<const Row> rows);

}  // namespace saysee::index
