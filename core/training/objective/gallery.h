// The library's other photos as negatives: their vectors are frozen, so they cost a product and no network.
#pragma once

#include <ATen/core/Tensor.h>

namespace saysee::training {

// InfoNCE of each query against its picture and the gallery. A gallery photo that looks like the right one (cosine
// 0.95 and more, see search/lookalikes.h) is no negative: it may be the same moment.
//
// queries:  [B, E], length 1
// pictures: [B, E], length 1; row i is what query i is about
// gallery:  [G, E], length 1
// scale:    1 / temperature
// Returns a scalar.
[[nodiscard]] at::Tensor galleryLoss(const at::Tensor& queries, const at::Tensor& pictures, const at::Tensor& gallery,
                                     const at::Tensor& scale);

}  // namespace saysee::training
