// Whisper's text decoder in ATen operators: whole sequences (differentiable, for training) and step by step with a
// key/value cache (any device). The CPU's one-token path with half-precision weights is half_stepper.h.
#pragma once

#include "core/model/tensors/tensor_map.h"
#include "core/model/whisper/config.h"
#include "core/model/whisper/layers.h"

#include <ATen/ATen.h>
#include <vector>

namespace saysee::model {

// Holds handles to the tensors that it was given, in their dtype and on their device. forward() is differentiable
// when they require gradients. Threading: const calls may run side by side.
class WhisperDecoder {
public:
    // Takes "model.decoder.*"; the vocabulary projection is the token embedding. Ask weights.status() before use.
    WhisperDecoder(const WhisperConfig& config, Weights& weights);

    // Teacher-forced: tokens [B, L] int64, states [B, T, D] -> logits [B, L, vocabulary]; L at most textContext.
    // `padding` [B, T] bool, true where a state is to be ignored; may be undefined. Pad short token rows on the
    // right: the causal mask keeps them from the rest.
    [[nodiscard]] at::Tensor forward(const at::Tensor& tokens, const at::Tensor& states,
                                     const at::Tensor& padding = {}) const;

    // forward() in pieces: begin(), each block from 0 to blocks() - 1, end().
    [[nodiscard]] std::size_t blocks() const { return m_blocks.size(); }
    [[nodiscard]] at::Tensor begin(const at::Tensor& tokens) const;  // [B, L] -> [B, L, D]
    [[nodiscard]] at::Tensor block(std::size_t index, const at::Tensor& x, const at::Tensor& states,
                                   const at::Tensor& padding = {}) const;  // [B, L, D] -> [B, L, D]
    [[nodiscard]] at::Tensor end(const at::Tensor& x) const;  // [B, L, D] -> [B, L, vocabulary]
    // The logits of some tokens alone, given their embeddings: [B, L, D], [C, D] -> [B, L, C]
    [[nodiscard]] at::Tensor endAmong(const at::Tensor& x, const at::Tensor& embeddings) const;
    [[nodiscard]] at::Tensor embeddings(const at::Tensor& tokens) const;  // [C] -> [C, D]

    // The cross-attention's keys and values, one a layer: computed once a clip.
    [[nodiscard]] std::vector<KeyValue> crossKeyValues(const at::Tensor& states) const;

    // Hidden states [B, L, D] after the final norm of tokens [B, L] that follow those already in `cache` (one entry a
    // layer, undefined tensors at first), which grows by L.
    [[nodiscard]] at::Tensor advance(const at::Tensor& tokens, const std::vector<KeyValue>& cross,
                                     std::vector<KeyValue>& cache, const at::Tensor& padding = {}) const;

    // hidden [..., D] -> logits [..., vocabulary]
    [[nodiscard]] at::Tensor logits(const at::Tensor& hidden) const;

    [[nodiscard]] const WhisperConfig& config() const { return m_config; }
    [[nodiscard]] at::Device device() const { return m_tokens.device(); }

private:
    WhisperConfig m_config;
    at::Tensor m_tokens;  // [vocabulary, D]
    at::Tensor m_positions;  // [textContext, D]
    std::vector<DecoderBlock> m_blocks;
    LayerNorm m_norm;
};

}  // namespace saysee::model
