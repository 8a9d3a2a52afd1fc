#include "core/search/bands.h"

#include <algorithm>
#include <cmath>

namespace saysee::search {

namespace {

double quantile(std::vector<float>& values, double share)
{
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(at)]);
}

// The share of a normal distribution above `deviations`.
double upperTail(double deviations) { return 0.5 * std::erfc(deviations / std::sqrt(2.0)); }

}  // namespace

std::string_view bandName(Band band)
{
    switch (band) {
    case Band::Best:
        return "best";
    case Band::Maybe:
        return "maybe";
    case Band::Rest:
        return "rest";
    }
    return "rest";
}

Background fitBackground(std::vector<float> sample)
{
    Background background;
    background.photos = sample.size();
    if (sample.empty())
        return background;
    background.centre = quantile(sample, 0.5);
    // Of a normal distribution 15.9 % lie more than one deviation below the centre. A photo library has more kinds of
    // pictures than that, so the wider of two estimates is taken: 2.3 % lie more than two below.
    const double one = background.centre - quantile(sample, 0.1587);
    const double two = (background.centre - quantile(sample, 0.0228)) / 2;
    background.spread = std::max(one, two);
    const double upper = (quantile(sample, 0.975) - background.centre) / 1.96;
    constexpr double kMostWidening = 1.25;
    background.wideSpread = std::clamp(upper, background.spread, kMostWidening * background.spread);
    return background;
}

Band highestBand(double trust, const TrustLimits& limits)
{
    return trust >= limits.best ? Band::Best : trust >= limits.maybe ? Band::Maybe : Band::Rest;
}

std::vector<Band> assignBands(std::span<const float> scores, const Background& background, std::size_t total,
                              const BandLimits& limits)
{
    if (background.photos < limits.leastBackground)
        return std::vector<Band>(scores.size(), Band::Maybe);
    std::vector<Band> bands(scores.size(), Band::Rest);
    // The false discovery rate at a rank is at most that of every worse rank (Benjamini and Hochberg): walk upwards.
    double narrow = 1.0;
    double wide = 1.0;
    for (std::size_t i = scores.size(); i-- > 0;) {
        const double above = static_cast<double>(scores[i]) - background.centre;
        const auto byChance = [&](double spread) {
            return static_cast<double>(total) * upperTail(above / std::max(spread, 1e-6))
                / static_cast<double>(i + 1);
        };
        narrow = std::min(narrow, byChance(background.spread));
        wide = std::min(wide, byChance(background.wideSpread));
        bands[i] = narrow > limits.maybe ? Band::Rest : wide > limits.best ? Band::Maybe : Band::Best;
    }
    return bands;
}

}  // namespace saysee::search
