#include "core/search/lookalikes.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace saysee::search {
namespace {

// Sums of their own, so that the compiler may use vector instructions; as many as were fastest with 512 dimensions.
constexpr std::size_t kProducts = 16;
constexpr std::size_t kSquares = 4;
constexpr std::size_t kAtOnce = 64;  // dimensions between two looks at the distance
constexpr float kRounding = 1e-4F;

float squaredDistance(const float* a, const float* b)
{
    std::array<float, kSquares> sums {};
    for (std::size_t i = 0; i < kAtOnce; i += kSquares)
        for (std::size_t lane = 0; lane < kSquares; ++lane)
            sums[lane] += (a[i + lane] - b[i + lane]) * (a[i + lane] - b[i + lane]);
    return std::accumulate(sums.begin(), sums.end(), 0.0F);
}

}  // namespace

float cosine(std::span<const float> a, std::span<const float> b)
{
    std::array<float, kProducts> sums {};
    std::size_t i = 0;
    for (; i + kProducts <= a.size(); i += kProducts)
        for (std::size_t lane = 0; lane < kProducts; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    return std::inner_product(a.begin() + static_cast<std::ptrdiff_t>(i), a.end(),
                              b.begin() + static_cast<std::ptrdiff_t>(i),
                              std::accumulate(sums.begin(), sums.end(), 0.0F));
}

std::optional<float> cosineFrom(float least, std::span<const float> a, std::span<const float> b)
{
    // The squared distance, 2 - 2 cos, only grows from dimension to dimension.
    const float farthest = 2 - 2 * least + kRounding;
    float distance = 0;
    for (std::size_t i = 0; i + kAtOnce <= a.size(); i += kAtOnce) {
        distance += squaredDistance(&a[i], &b[i]);
        if (distance > farthest)
            return std::nullopt;
    }
    const float exact = cosine(a, b);
    return exact >= least ? std::optional(exact) : std::nullopt;
}

std::vector<std::size_t> groupLookAlikes(std::span<const std::span<const float>> pictures, float threshold)
{
    const auto alike = [&](std::size_t a, std::size_t b) {
        return cosineFrom(threshold, pictures[a], pictures[b]).has_value();
    };
    std::vector<std::vector<std::size_t>> groups;
    std::vector<std::size_t> groupOf;
    for (std::size_t photo = 0; photo < pictures.size(); ++photo) {
        const auto home = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
            return std::all_of(group.begin(), group.end(), [&](std::size_t member) { return alike(photo, member); });
        });
        groupOf.push_back(static_cast<std::size_t>(home - groups.begin()));
        if (home == groups.end())
            groups.push_back({photo});
        else
            home->push_back(photo);
    }
    return groupOf;
}

}  // namespace saysee::search
