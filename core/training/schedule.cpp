#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saysee::training {

double learningRate(const Schedule& schedule, std::int64_t step)
{
    if (step < schedule.warmUp)
        return schedule.peak * static_cast<double>(step + 1) / static_cast<double>(schedule.warmUp);
    if (schedule.decay == Decay::None)
        return schedule.peak;
    const auto length = std::max<std::int64_t>(1, schedule.steps - schedule.warmUp);
    const double passed = std::min(1.0, static_cast<double>(step - schedule.warmUp) / static_cast<double>(length));
    const double left =
        schedule.decay == Decay::Linear ? 1 - passed : 0.5 * (1 + std::cos(std::numbers::pi * passed));
    return schedule.floor + (schedule.peak - schedule.floor) * left;
}

}  // namespace saysee::training
