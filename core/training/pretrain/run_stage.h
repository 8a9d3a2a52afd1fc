// Runs a stage to its end, with a checkpoint, curves and the best weights in the pack.
#pragma once

#include "core/base/task.h"
#include "core/training/pretrain/stage.h"

namespace saysee::training {

// Writes into `work`: <name>.checkpoint.safetensors, <name>.csv (one line a step) and <name>.validation.csv. A run
// that was stopped or killed continues from its checkpoint with the same losses as if it had never stopped (on the
// CPU). Cancelled when asked to stop, after a checkpoint. Errors: those of the stage; Internal when the loss is no
// number.
base::Status runStage(Stage& stage, const RunSettings& settings, const std::filesystem::path& work,
                      const base::TaskContext& task);

}  // namespace saysee::training
