// The blocks that Whisper's encoder and decoder are made of (pre-norm transformer).
#pragma once

#include "core/model/tensors/tensor_map.h"
#include "core/model/whisper/config.h"

#include <ATen/ATen.h>
#include <string>

namespace saysee::model {

// One-dimensional convolution of width 3, padding 1, as a matrix product over three neighbouring frames.
struct Convolution {
    at::Tensor weight;  // [out, in, 3]
    at::Tensor bias;  // [out]
    int stride = 1;

    // x [B, L, in] -> [B, ceil(L / stride), out]
    [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const;
};

// Keys and values of one attention, [B, heads, L, D / heads].
struct KeyValue {
    at::Tensor keys;
    at::Tensor values;
};

// Multi-head attention; the key projection has no bias.
struct Attention {
    Linear query;
    Linear key;
    Linear value;
    Linear out;
    int heads = 1;

    [[nodiscard]] KeyValue keyValue(const at::Tensor& source) const;  // [B, L, D]
    // x [B, L, D]; `mask` is added to the scores [B, heads, L, keys], may be undefined.
    [[nodiscard]] at::Tensor attend(const at::Tensor& x, const KeyValue& keyValue, const at::Tensor& mask) const;
};

// Linear, exact GELU, Linear.
struct FeedForward {
    Linear in;
    Linear out;

    [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const;
};

struct EncoderBlock {
    LayerNorm attentionNorm;
    Attention attention;
    LayerNorm feedForwardNorm;
    FeedForward feedForward;
};

struct DecoderBlock {
    LayerNorm attentionNorm;
    Attention attention;
    LayerNorm crossNorm;
    Attention cross;
    LayerNorm feedForwardNorm;
    FeedForward feedForward;
};

// `name`: "model.encoder.layers.0."
[[nodiscard]] EncoderBlock takeEncoderBlock(Weights& weights, const std::string& name, const WhisperConfig& config);
[[nodiscard]] DecoderBlock takeDecoderBlock(Weights& weights, const std::string& name, const WhisperConfig& config);
[[nodiscard]] Convolution takeConvolution(Weights& weights, const std::string& name, int in, int out, int stride);

// True marks an ignored position -> a mask to add to scores: [B, L] bool -> [B, 1, 1, L]; undefined stays undefined.
[[nodiscard]] at::Tensor scoreMask(const at::Tensor& padding, at::ScalarType dtype);

}  // namespace saysee::model
