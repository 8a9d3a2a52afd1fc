// Stage 3: audio channel, shared prompts and fusion over the two frozen networks, from cached features.
//
// The features come from the pack's own recogniser and towers, as the engine runs them, so that the gate learns from
// the recogniser's real mistakes; noise is mixed in as in stage 2. Pictures that lie side by side in the data come in
// one batch: the recipe writes pictures there that differ only in what the speaker's manner tells.
#pragma once

#include "core/base/task.h"
#include "core/training/pretrain/stage.h"
#include "core/training/pretrain_settings.h"

#include <memory>

namespace saysee::training {

// Makes the features first, which takes minutes; they are kept in `work` in parts, so that nothing is lost when it is
// stopped. Errors: those of the pack and the data; Cancelled.
base::Result<std::unique_ptr<Stage>> makeHeadStage(const PretrainSettings& settings, const PretrainFolders& folders,
                                                   const std::string& device, const base::TaskContext& task);

}  // namespace saysee::training
