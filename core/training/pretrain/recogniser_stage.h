// Stage 2: a Whisper network from speech and what is said.
//
// Loss: cross entropy of the decoder under teacher forcing; CTC over letters on the encoder's states (Graves et al.
// 2006; joint training after Watanabe et al. 2017), which teaches the encoder to listen long before the decoder
// learns to attend; and naming the condition ("cheerful", ...) from the mean state, which keeps the manner of speech
// in the states for the sound channel. Noise, tempo and loudness vary on the fly; some of time and frequency is
// hidden (SpecAugment, Park et al. 2019). Clips end in silence, as in recognition, and rows of noise alone teach "no
// speech".
#pragma once

#include "core/training/pretrain/stage.h"
#include "core/training/pretrain_settings.h"

#include <memory>

namespace saysee::training {

// Errors: those of the data, the tokenizer and the network's configuration.
base::Result<std::unique_ptr<Stage>> makeRecogniserStage(const RecogniserSettings& settings,
                                                         const PretrainFolders& folders, at::Device device);

}  // namespace saysee::training
