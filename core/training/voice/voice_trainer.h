// Learns a person's voice and words: see TuneScope::Voice. Everything but the voice stays as it is.
#pragma once

#include "core/training/tune_trainer.h"
#include "core/training/tuning/request.h"

#include <memory>

namespace saysee::training {

// What TuneTrainer::create does for this scope, its request checked. `untuned`: the model as it came; `start`: a
// copy of the head to start from; a voice that it has goes on, at its own pace. More errors: InvalidArgument where
// too few of the pairs to learn from have a recording in which somebody speaks.
base::Result<std::unique_ptr<TuneTrainer>> makeVoiceTrainer(model::Engine& engine, TuneRequest request, Sides sides,
                                                            TuneState state, model::Head untuned, model::Head start);

}  // namespace saysee::training
