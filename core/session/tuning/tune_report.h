// What a version says about itself: settings, where it stands beside the untuned model, why the gate let it pass.
#pragma once

#include "core/training/tune_trainer.h"

#include <nlohmann/json.hpp>

namespace saysee::session {

// An array, one object an epoch: see TunePoint.
[[nodiscard]] nlohmann::json curveOf(const training::TuneState& state);

// Recall at 1, 5 and 10 before and after with 95 % bootstrap intervals, for the held-out pairs and the probe; the
// gate; the curve; and over_fitting: how much higher recall is on trained pairs than on held-out ones at the best
// epoch.
[[nodiscard]] nlohmann::json metricsOf(const training::TuneState& state, const training::TuneOutcome& outcome);

}  // namespace saysee::session
