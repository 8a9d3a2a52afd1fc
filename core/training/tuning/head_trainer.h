// Learns the shared prompts, and where asked the audio channel: see TuneScope.
#pragma once

#include "core/training/tune_trainer.h"
#include "core/training/tuning/request.h"

#include <memory>

namespace saysee::training {

// What TuneTrainer::create does for these scopes, its request checked. `untuned`: the model as it came; `start`: a
// copy of the head to start from.
base::Result<std::unique_ptr<TuneTrainer>> makeHeadTrainer(model::EngineParts& parts, TuneRequest request,
                                                           Sides sides, TuneState state, model::Head untuned,
                                                           model::Head start);

}  // namespace saysee::training
