// Stage 1: the two CLIP towers from pictures and captions.
//
// Loss: symmetric InfoNCE with a learned temperature, in which rows with the same caption are no negatives, plus a
// classification of the scene's attributes by one linear map that both towers share: it pulls a caption and its
// picture to the same places long before the contrast between single pictures is learned.
#pragma once

#include "core/training/pretrain/stage.h"
#include "core/training/pretrain_settings.h"

#include <memory>

namespace saysee::training {

// Errors: those of the data, the tokenizer and the network's configuration.
base::Result<std::unique_ptr<Stage>> makeImageTextStage(const ImageTextSettings& settings,
                                                        const PretrainFolders& folders, at::Device device);

}  // namespace saysee::training
