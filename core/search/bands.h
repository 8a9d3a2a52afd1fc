// Best, Maybe, Rest: how far a score can be trusted, judged by what the same query scores on the rest of the library.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace saysee::search {

enum class Band { Best, Maybe, Rest };
[[nodiscard]] std::string_view bandName(Band band);  // "best"

// The share of photos at a score or above that are expected there by chance (the false discovery rate of Benjamini
// and Hochberg, 1995) up to which a photo belongs to a band.
struct BandLimits {
    double best = 0.02;
    double maybe = 0.2;
    std::size_t leastBackground = 20;  // with fewer photos to compare with, every hit is a Maybe
};

// The scores of photos that do not match, as a normal distribution.
struct Background {
    double centre = 0;
    double spread = 0;  // one standard deviation
    std::size_t photos = 0;  // in the sample
};

// Fits the background to a sample of the library's scores. Only its lower half is used, so a query that up to half of
// the library matches is still judged against those photos that do not.
[[nodiscard]] Background fitBackground(std::vector<float> sample);

// The band of each of the best scores of a library of `total` photos, best first. Never rises along the list. Pure.
[[nodiscard]] std::vector<Band> assignBands(std::span<const float> scores, const Background& background,
                                            std::size_t total, const BandLimits& limits = {});

}  // namespace saysee::search
