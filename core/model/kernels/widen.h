// Half-precision weights of a file as floats.
#pragma once

#include <cstdint>
#include <span>

namespace saysee::model {

// Widens `halves` (IEEE binary16) to `floats`, which has room for as many and does not overlap them. False when one
// of them is infinite or no number.
//
// One pass over memory: most of the time of loading a large model goes into the pages of its floats, and LibTorch's
// conversion with a sum over its result behind it takes half as long again. The threads are its own and take piece by
// piece: LibTorch's wait for each other busily, tensor by tensor, and beside another busy process take three times as
// long as one alone.
[[nodiscard]] bool widen(std::span<const std::uint16_t> halves, float* floats, int threads = 1);

}  // namespace saysee::model
