// The losses that pull a description and its picture together.
#pragma once

#include <ATen/core/Tensor.h>

namespace saysee::training {

// Symmetric InfoNCE (CLIP, arXiv 2103.00020) over the batch.
//
// a, b:  [B, E], scaled to length 1 by the caller; row i of both belong together
// group: [B] int64; rows of one group are about the same picture, so they are never each other's negatives
// scale: 1 / temperature, a number or a tensor that is trained
// Returns a scalar.
[[nodiscard]] at::Tensor contrastiveLoss(const at::Tensor& a, const at::Tensor& b, const at::Tensor& group,
                                         const at::Tensor& scale);
[[nodiscard]] at::Tensor contrastiveLoss(const at::Tensor& a, const at::Tensor& b, const at::Tensor& group,
                                         double temperature = 0.07);

struct HeadLossWeights {
    double outer = 0.75;  // fused query against picture; BrewCLIP's weight
    double inner = 0.50;  // words against sound: two equal terms of 0.25 each in BrewCLIP
    double sound = 0;  // sound alone against picture: teaches a channel whose gate is still closed
    double temperature = 0.07;  // BrewCLIP's, fixed
    at::Tensor scale = {};  // 1 / temperature where that is trained; undefined: `temperature` holds
};

// A scalar like `like`: what the cosines are multiplied with.
[[nodiscard]] at::Tensor scaleOf(const HeadLossWeights& weights, const at::Tensor& like);

struct HeadLoss {
    at::Tensor total;
    at::Tensor outer;
    at::Tensor inner;
};

// fused [B, E] of length 1; words, sound [B, E] of any length; pictures [B, E] of length 1; group [B].
[[nodiscard]] HeadLoss headLoss(const at::Tensor& fused, const at::Tensor& words, const at::Tensor& sound,
                                const at::Tensor& pictures, const at::Tensor& group, const HeadLossWeights& weights);

}  // namespace saysee::training
