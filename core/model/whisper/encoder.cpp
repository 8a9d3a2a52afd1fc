#include "core/model/whisper/encoder.h"

namespace saysee::model {

// The large networks' residual stream reaches beyond half precision; the reference clamps it there, too.
constexpr double kLargestState = 65504.0 - 1000.0;

WhisperEncoder::WhisperEncoder(const WhisperConfig& config, Weights& weights)
    : m_config(config), m_conv1(takeConvolution(weights, "model.encoder.conv1", config.melBands, config.width, 1)),
      m_conv2(takeConvolution(weights, "model.encoder.conv2", config.width, config.width, 2)),
      m_positions(weights.take("model.encoder.embed_positions.weight", {config.audioContext, config.width}))
{
    for (int layer = 0; layer < config.audioLayers; ++layer)
        m_blocks.push_back(takeEncoderBlock(weights, "model.encoder.layers." + std::to_string(layer) + ".", config));
    m_norm = takeLayerNorm(weights, "model.encoder.layer_norm", config.width);
}

at::Tensor WhisperEncoder::forward(const at::Tensor& mel, const at::Tensor& padding) const
{
    const at::Tensor mask = scoreMask(padding, mel.scalar_type());
    at::Tensor x = at::gelu(m_conv1(mel.transpose(1, 2)));  // [B, 2T, D]
    x = at::gelu(m_conv2(x));  // [B, T, D]
    x = x + m_positions.narrow(0, 0, x.size(1));
    for (const EncoderBlock& block : m_blocks) {
        const at::Tensor normed = block.attentionNorm(x);
        x = x + block.attention.attend(normed, block.attention.keyValue(normed), mask);
        x = x + block.feedForward(block.feedForwardNorm(x));
        if (x.scalar_type() == at::kHalf)
            x = x.clamp(-kLargestState, kLargestState);
    }
    return m_norm(x);  // [B, T, D]
}

}  // namespace saysee::model
