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
//
// Chosen with the picturebook pack on its validation set (400 pictures, 200 written and 150 spoken queries): 81 % of
// queries without any relation show nothing; of the right first hits 57 % are Best and 11 % are called Rest; when the
// picture meant is taken away, 17 % of the queries still have a Best.
struct BandLimits {
    double best = 0.1;  // against the wide background
    double maybe = 0.2;  // against the narrow one
    std::size_t leastBackground = 20;  // with fewer photos to compare with, every hit is a Maybe
};

// The scores of photos that do not match, as a normal distribution.
struct Background {
    double centre = 0;
    double spread = 0;  // one standard deviation
    double wideSpread = 0;  // the same, with photos among them that fit a part of the query
    std::size_t photos = 0;  // in the sample
};

// Fits the background to a sample of the library's scores. Its lower half gives the spread, so a query that up to
// half of the library matches is still judged against those photos that do not. Pictures that share something with
// the query (the animal, but not its colour) make the upper half wider: wideSpread is up to a quarter more.
[[nodiscard]] Background fitBackground(std::vector<float> sample);

// How far the words of a spoken query must be trusted (0..1, see trustIn() in query.h) before any hit may belong to a
// band. Measured as above: clear speech has 0.97 (19 of 20 clips more than 0.69); silence, noise and music 0 to 0.32;
// speech in another language or about unknown things 0.14 (two of 40 clips more than 0.7). So 95 of 100 clips that
// describe no picture match nothing, and none has a Best; without this, 31 had.
struct TrustLimits {
    double best = 0.7;
    double maybe = 0.55;
};
[[nodiscard]] Band highestBand(double trust, const TrustLimits& limits = {});

// The band of each of the best scores of a library of `total` photos, best first. Never rises along the list. Pure.
[[nodiscard]] std::vector<Band> assignBands(std::span<const float> scores, const Background& background,
                                            std::size_t total, const BandLimits& limits = {});

}  // namespace saysee::search
