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
    return background;
}

std::vector<Band> assignBands(std::span<const float> scores, const Background& background, std::size_t total,
                              const BandLimits& limits)
{
    if (background.photos < limits.leastBackground)
        return std::vector<Band>(scores.size(), Band::Maybe);
    std::vector<Band> bands(scores.size(), Band::Rest);
    // The false discovery rate at a rank is at most that of every worse rank (Benjamini and Hochberg): walk upwards.
    double least = 1.0;
    for (std::size_t i = scores.size(); i-- > 0;) {
        const double above = static_cast<double>(scores[i]) - background.centre;
        const double deviations = above / std::max(background.spread, 1e-6);
        const double byChance = static_cast<double>(total) * upperTail(deviations);
        least = std::min(least, byChance / static_cast<double>(i + 1));
        bands[i] = least <= limits.best ? Band::Best : least <= limits.maybe ? Band::Maybe : Band::Rest;
    }
    return bands;
}

}  // namespace saysee::search
