// At what pace a person is best understood. Pure.
#pragma once

#include <span>
#include <vector>

namespace saysee::training {

// Tried one after the other: as it is, then down and up in steps of a tenth, to 0.62 and 1.61.
[[nodiscard]] std::vector<double> pacesToTry();

// `likelihoods`: of each pace tried, the mean log-probability of a token of what was said. The likeliest, unless it
// is hardly likelier than the voice as it is.
[[nodiscard]] double choosePace(std::span<const double> paces, std::span<const double> likelihoods);

}  // namespace saysee::training
