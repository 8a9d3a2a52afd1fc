// Whether pairs are enough to tune on.
#pragma once

#include "core/training/tune_trainer.h"

#include <span>
#include <string>

namespace saysee::session {

// What must be added before a run can start, one sentence; empty: enough.
[[nodiscard]] std::string whatIsMissing(std::span<const training::TunePair> pairs,
                                        const training::TuneSettings& settings);

}  // namespace saysee::session
