// Whisper's decoder on the CPU, one token at a time: half-precision weights, float sums, no operator calls. The same
// numbers as WhisperDecoder up to rounding, several times faster.
#pragma once

#include "core/model/tensors/tensor_map.h"
#include "core/model/whisper/config.h"
#include "core/model/whisper/token_stepper.h"

#include <ATen/ATen.h>
#include <memory>
#include <vector>

namespace saysee::model {

// weight [out, in] in half precision, bias [out] in float or undefined.
struct HalfLinear {
    at::Tensor weight;
    at::Tensor bias;
};

struct HalfAttention {
    HalfLinear query;
    HalfLinear key;
    HalfLinear value;
    HalfLinear out;
};

struct HalfDecoderLayer {
    LayerNorm attentionNorm;
    HalfAttention attention;
    LayerNorm crossNorm;
    HalfAttention cross;
    LayerNorm feedForwardNorm;
    HalfLinear feedForwardIn;
    HalfLinear feedForwardOut;
};

// Immutable once made; steppers share it. Threading: const calls may run side by side.
class HalfDecoder {
public:
    // Takes "model.decoder.*": the matrices from `half`, whose target is half precision, the rest from `full`, whose
    // target is float. Ask status() of both before use; a weight beyond 65504 counts as damage.
    HalfDecoder(const WhisperConfig& config, Weights& half, Weights& full);

    // Reads the states [T, D] (float, CPU) of one window. The decoder must outlive the stepper.
    [[nodiscard]] std::unique_ptr<TokenStepper> listen(const at::Tensor& states) const;

    [[nodiscard]] const WhisperConfig& config() const { return m_config; }

    [[nodiscard]] const at::Tensor& tokens() const { return m_tokens; }  // [vocabulary, D] half
    [[nodiscard]] const at::Tensor& positions() const { return m_positions; }  // [textContext, D] float
    [[nodiscard]] const std::vector<HalfDecoderLayer>& layers() const { return m_layers; }
    [[nodiscard]] const LayerNorm& norm() const { return m_norm; }

private:
    WhisperConfig m_config;
    at::Tensor m_tokens;
    at::Tensor m_positions;
    std::vector<HalfDecoderLayer> m_layers;
    LayerNorm m_norm;
};

}  // namespace saysee::model
