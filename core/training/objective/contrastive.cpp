#include "core/training/objective/contrastive.h"

#include "core/model/fusion/fusion.h"

#include <ATen/ATen.h>

#include <limits>

namespace saysee::training {

at::Tensor contrastiveLoss(const at::Tensor& a, const at::Tensor& b, const at::Tensor& group, const at::Tensor& scale)
{
    const at::Tensor own = at::eye(a.size(0), group.options().dtype(at::kBool));
    const at::Tensor samePicture = group.unsqueeze(0).eq(group.unsqueeze(1)).logical_and(own.logical_not());
    const at::Tensor logits =
        (at::matmul(a, b.t()) * scale).masked_fill(samePicture, -std::numeric_limits<double>::infinity());  // [B, B]
    const at::Tensor rows = at::arange(a.size(0), group.options().dtype(at::kLong));
    return 0.5 * (at::cross_entropy_loss(logits, rows) + at::cross_entropy_loss(logits.t(), rows));
}

at::Tensor contrastiveLoss(const at::Tensor& a, const at::Tensor& b, const at::Tensor& group, double temperature)
{
    return contrastiveLoss(a, b, group, at::scalar_tensor(1 / temperature, a.options()));
}

at::Tensor scaleOf(const HeadLossWeights& weights, const at::Tensor& like)
{
    return weights.scale.defined() ? weights.scale : at::scalar_tensor(1 / weights.temperature, like.options());
}

HeadLoss headLoss(const at::Tensor& fused, const at::Tensor& words, const at::Tensor& sound,
                  const at::Tensor& pictures, const at::Tensor& group, const HeadLossWeights& weights)
{
    HeadLoss loss;
    const at::Tensor scale = scaleOf(weights, fused);
    const at::Tensor unitSound = model::unitLength(sound);
    loss.outer = contrastiveLoss(fused, pictures, group, scale);
    loss.inner = contrastiveLoss(model::unitLength(words), unitSound, group, scale);
    loss.total = weights.outer * loss.outer + weights.inner * loss.inner;
    if (weights.sound > 0)
        loss.total = loss.total + weights.sound * contrastiveLoss(unitSound, pictures, group, scale);
    return loss;
}

}  // namespace saysee::training
