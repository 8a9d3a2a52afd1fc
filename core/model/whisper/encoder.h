// Whisper's audio encoder: a log-mel spectrogram into one state for every 20 ms.
#pragma once

#include "core/model/tensors/tensor_map.h"
#include "core/model/whisper/config.h"
#include "core/model/whisper/layers.h"

#include <ATen/ATen.h>
#include <vector>

namespace saysee::model {

// Holds handles to the tensors that it was given, in their dtype and on their device. forward() is differentiable
// when they require gradients. Threading: const calls may run side by side.
class WhisperEncoder {
public:
    // Takes "model.encoder.*"; ask weights.status() before use.
    WhisperEncoder(const WhisperConfig& config, Weights& weights);

    // mel [B, bands, 2T] -> states [B, T, D], for any T from 1 to config().audioContext: a shorter spectrogram simply
    // uses the first T positions. `padding` [B, T] bool, true where a position is to be ignored; may be undefined.
    [[nodiscard]] at::Tensor forward(const at::Tensor& mel, const at::Tensor& padding = {}) const;

    [[nodiscard]] const WhisperConfig& config() const { return m_config; }

private:
    WhisperConfig m_config;
    Convolution m_conv1;
    Convolution m_conv2;
    at::Tensor m_positions;  // [audioContext, D]
    std::vector<EncoderBlock> m_blocks;
    LayerNorm m_norm;
};

}  // namespace saysee::model
