#include "core/training/voice/pace.h"

#include <algorithm>
#include <cmath>

namespace saysee::training {
namespace {

constexpr int kSteps = 5;  // to each side
constexpr double kStep = 1.1;
constexpr double kLeastGain = 0.1;  // nats a token; voices that are known already differ by less

}  // namespace

std::vector<double> pacesToTry()
{
    std::vector<double> paces = {1.0};
    for (int i = 1; i <= kSteps; ++i) {
        paces.push_back(std::pow(kStep, -i));
        paces.push_back(std::pow(kStep, i));
    }
    return paces;
}

double choosePace(std::span<const double> paces, std::span<const double> likelihoods)
{
    const auto best = std::max_element(likelihoods.begin(), likelihoods.end());
    const auto asItIs = std::find(paces.begin(), paces.end(), 1.0) - paces.begin();
    if (*best < likelihoods[static_cast<std::size_t>(asItIs)] + kLeastGain)
        return 1.0;
    return paces[static_cast<std::size_t>(best - likelihoods.begin())];
}

}  // namespace saysee::training
