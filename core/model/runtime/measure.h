// What the benches share: time, memory, and loading from a file.
#pragma once

#include "core/base/task.h"
#include "core/model/tensors/tensor_map.h"

#include <functional>

namespace saysee::model {

// The median of `runs` (at least 1) calls after one to warm up. `prepare` goes before each and is not timed.
[[nodiscard]] double medianMilliseconds(
    int runs, const std::function<void()>& work, const std::function<void()>& prepare = [] {});

[[nodiscard]] double peakMegabytes();  // the process's peak resident size so far
[[nodiscard]] double megabytes(const TensorMap& tensors);

struct LoadTime {
    double megabytes = 0;  // of the file
    double milliseconds = 0;  // the median
};

// What it takes to make a network of a file in half precision, as large models are published: writes one with these
// tensors into a temporary folder, reads it `runs` times, from memory by then, and hands what it read to `make`.
// Errors: Io, Cancelled, those of `make`.
base::Result<LoadTime> timeLoading(const TensorMap& tensors, int runs, const base::TaskContext& task,
                                   const std::function<base::Status(const TensorMap&)>& make);

}  // namespace saysee::model
