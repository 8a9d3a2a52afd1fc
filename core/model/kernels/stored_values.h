// The values of a file as they are taken into memory: widened to floats, and checked for what is no number.
//
// The threads are their own and take piece by piece: LibTorch's wait for each other busily, tensor by tensor, and
// beside another busy process take three times as long as one alone.
#pragma once

#include <cstdint>
#include <span>

namespace saysee::model {

// Widens `halves` (IEEE binary16) to `floats`, which has room for as many and does not overlap them. False when one
// of them is infinite or no number.
//
// One pass over memory: most of the time of loading a large model goes into the pages of its floats, and LibTorch's
// conversion with a sum over its result behind it takes half as long again.
[[nodiscard]] bool widen(std::span<const std::uint16_t> halves, float* floats, int threads = 1);

// No NaN and no infinity among values that stay as they are.
[[nodiscard]] bool areFinite(std::span<const std::uint16_t> halves, int threads = 1);
[[nodiscard]] bool areFinite(std::span<const float> floats, int threads = 1);

}  // namespace saysee::model
