// Inner products of one single-precision query with many half-precision rows: the inner loop of every search.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace saysee::index {

// scores[i] = query . rows[i]; `rows` is [scores.size(), query.size()] halves without padding.
// Uses AVX2, FMA and F16C where the processor has them. (AVX-512 was measured slower: the scan waits for memory.)
// One row gives the same score wherever it stands.
void dotRows(std::span<const float> query, const std::uint16_t* rows, std::span<float> scores);

// The same in portable C++: the reference of the tests.
void dotRowsPortable(std::span<const float> query, const std::uint16_t* rows, std::span<float> scores);

// Asks the processor to fetch a row that will be needed soon.
inline void prefetchRow(const std::uint16_t* row, std::size_t dimension)
{
#if defined(__GNUC__)
    constexpr std::size_t kLine = 64 / sizeof(std::uint16_t);
    for (std::size_t i = 0; i < dimension; i += kLine)
        __builtin_prefetch(row + i);
#else
    static_cast<void>(row);
    static_cast<void>(dimension);
#endif
}

}  // namespace saysee::index
