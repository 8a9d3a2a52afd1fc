// Photos that look alike, told by their vectors.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace saysee::search {

constexpr float kAlikeCosine = 0.95F;  // from here on two photos count as alike

// Of two vectors of length 1.
[[nodiscard]] float cosine(std::span<const float> a, std::span<const float> b);
// Empty where it is below `least`, which is mostly known after a few dimensions.
[[nodiscard]] std::optional<float> cosineFrom(float least, std::span<const float> a, std::span<const float> b);

// For photos given by their vectors, each of length 1: the number of its group for each of them, counted from 0 in
// order of appearance; a photo that looks like no other is a group of its own. In a group every photo looks like
// every other one (fully linked), so that a chain of small differences never joins two that differ. Pure.
[[nodiscard]] std::vector<std::size_t> groupLookAlikes(std::span<const std::span<const float>> pictures,
                                                       float threshold = kAlikeCosine);

}  // namespace saysee::search
