// How often the right picture comes out on top, for choosing weights during training. Reports use core/eval.
#pragma once

#include <ATen/core/Tensor.h>

namespace saysee::training {

// queries [N, E], candidates [M, E], both of length 1; target [N] int64: the right candidate of each query.
// Returns the share, 0..1, of queries whose target is among their best k; ties count against the query.
[[nodiscard]] double recallAt(const at::Tensor& queries, const at::Tensor& candidates, const at::Tensor& target,
                              std::int64_t k);

}  // namespace saysee::training
