#include "core/model/kernels/vector_math.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace saysee::model {

namespace {

// Independent partial sums let the compiler use vector registers without reordering a sum on its own.
constexpr std::size_t kLanes = 16;

template <class Term>
float laneSum(std::size_t count, const Term& term)
{
    std::array<float, kLanes> sums {};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += term(i + lane);
    float sum = 0.0F;
    for (; i < count; ++i)
        sum += term(i);
    for (const float part : sums)
        sum += part;
    return sum;
}

}  // namespace

void layerNormRow(std::span<const float> x, std::span<const float> weight, std::span<const float> bias,
                  std::span<float> out, float epsilon)
{
    const auto count = static_cast<float>(x.size());
    const float mean = laneSum(x.size(), [&](std::size_t i) { return x[i]; }) / count;
    const float variance = laneSum(x.size(), [&](std::size_t i) { return (x[i] - mean) * (x[i] - mean); }) / count;
    const float factor = 1.0F / std::sqrt(variance + epsilon);
    for (std::size_t i = 0; i < x.size(); ++i)
        out[i] = (x[i] - mean) * factor * weight[i] + bias[i];
}

void exactGelu(std::span<float> x)
{
    constexpr float kHalfRoot = std::numbers::sqrt2_v<float> / 2.0F;
    for (float& value : x)
        value *= 0.5F * (1.0F + std::erf(value * kHalfRoot));
}

void softmaxRow(std::span<float> x, float scale)
{
    const float highest = *std::max_element(x.begin(), x.end());
    for (float& value : x)
        value = std::exp(scale * (value - highest));
    const float factor = 1.0F / laneSum(x.size(), [&](std::size_t i) { return x[i]; });
    for (float& value : x)
        value *= factor;
}

float dot(std::span<const float> a, std::span<const float> b)
{
    return laneSum(a.size(), [&](std::size_t i) { return a[i] * b[i]; });
}

void addScaled(std::span<float> a, std::span<const float> b, float factor)
{
    for (std::size_t i = 0; i < a.size(); ++i)
        a[i] += factor * b[i];
}

float logSumExp(std::span<const float> x)
{
    constexpr float kNever = -std::numeric_limits<float>::infinity();
    const float highest = x.empty() ? kNever : *std::max_element(x.begin(), x.end());
    if (highest == kNever)
        return kNever;
    return highest + std::log(laneSum(x.size(), [&](std::size_t i) { return std::exp(x[i] - highest); }));
}

}  // namespace saysee::model
