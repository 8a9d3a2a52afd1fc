// The small float loops between the products of one decoding step.
#pragma once

#include <span>

namespace saysee::model {

// (x - mean) / deviation * weight + bias, over the whole row. `out` may be `x`.
void layerNormRow(std::span<const float> x, std::span<const float> weight, std::span<const float> bias,
                  std::span<float> out, float epsilon = 1e-5F);

// x / 2 * (1 + erf(x / sqrt 2)), in place.
void exactGelu(std::span<float> x);

// exp(scale * x) divided by its sum, in place; safe for any finite values.
void softmaxRow(std::span<float> x, float scale = 1.0F);

[[nodiscard]] float dot(std::span<const float> a, std::span<const float> b);

// a += factor * b
void addScaled(std::span<float> a, std::span<const float> b, float factor = 1.0F);

// Natural log of the sum of exp(x); minus infinity for an empty or all minus infinite row.
[[nodiscard]] float logSumExp(std::span<const float> x);

}  // namespace saysee::model
