#include "core/training/objective/gallery.h"

#include <ATen/ATen.h>
#include <limits>

namespace saysee::training {

at::Tensor galleryLoss(const at::Tensor& queries, const at::Tensor& pictures, const at::Tensor& gallery,
                       const at::Tensor& scale)
{
    constexpr double alike = 0.95;
    const at::Tensor right = (queries * pictures).sum(1, true) * scale;  // [B, 1]
    const at::Tensor same = at::matmul(pictures, gallery.t()).ge(alike);  // [B, G]
    const at::Tensor others = (at::matmul(queries, gallery.t()) * scale)
                                  .masked_fill(same, -std::numeric_limits<float>::infinity());  // [B, G]
    return (at::logsumexp(at::cat({right, others}, 1), 1) - right.squeeze(1)).mean();
}

}  // namespace saysee::training
