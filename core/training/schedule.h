// How the learning rate moves over a run. Pure.
#pragma once

#include <cstdint>

namespace saysee::training {

enum class Decay { None, Linear, Cosine };

struct Schedule {
    double peak = 1e-4;  // learning rate after the warm-up; BrewCLIP's
    std::int64_t warmUp = 0;  // steps from 0 to the peak, linear
    std::int64_t steps = 1;  // of the whole run, where the decay ends
    Decay decay = Decay::Cosine;
    double floor = 0;  // learning rate at the end
};

// The learning rate of step 0, 1, ...; steps past the end keep the floor.
[[nodiscard]] double learningRate(const Schedule& schedule, std::int64_t step);

}  // namespace saysee::training
