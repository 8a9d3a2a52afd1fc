// What the benches share: time and memory.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <functional>

namespace saysee::model {

// The median of `runs` (at least 1) calls after one to warm up.
[[nodiscard]] double medianMilliseconds(int runs, const std::function<void()>& work);

[[nodiscard]] double peakMegabytes();  // the process's peak resident size so far
[[nodiscard]] double megabytes(const TensorMap& tensors);

}  // namespace saysee::model
