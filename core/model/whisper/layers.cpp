#include "core/model/whisper/layers.h"

#include <algorithm>
#include <cmath>

namespace saysee::model {

namespace {

constexpr int kKernel = 3;

Attention takeAttention(Weights& weights, const std::string& name, int width, int heads)
{
    Attention attention;
    attention.query = takeLinear(weights, name + ".q_proj", width, width);
    attention.key = takeLinear(weights, name + ".k_proj", width, width, Bias::None);
    attention.value = takeLinear(weights, name + ".v_proj", width, width);
    attention.out = takeLinear(weights, name + ".out_proj", width, width);
    attention.heads = heads;
    return attention;
}

FeedForward takeFeedForward(Weights& weights, const std::string& name, int width)
{
    return {takeLinear(weights, name + "fc1", width, 4 * width), takeLinear(weights, name + "fc2", 4 * width, width)};
}

// [B, L, D] -> [B, heads, L, D / heads], a view
at::Tensor splitHeads(const at::Tensor& x, int heads)
{
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

// Without gradients on the CPU: block by block, so that the scores stay in the cache and nothing is copied. Scores of
// a full window are 72 MB for eight heads, which costs more to move than to compute. queries [1, heads, L, D / heads]
// -> [1, L, D]
at::Tensor attendInBlocks(const at::Tensor& queries, const KeyValue& keyValue)
{
    constexpr std::int64_t kBlock = 256;
    const std::int64_t heads = queries.size(1);
    const std::int64_t length = queries.size(2);
    const std::int64_t depth = queries.size(3);
    at::Tensor mixed = at::empty({length, heads * depth}, queries.options());
    at::Tensor buffer = at::empty({std::min(length, kBlock), keyValue.keys.size(2)}, queries.options());
    for (std::int64_t head = 0; head < heads; ++head) {
        const at::Tensor keys = keyValue.keys[0][head].t();
        const at::Tensor values = keyValue.values[0][head];
        for (std::int64_t first = 0; first < length; first += kBlock) {
            const std::int64_t rows = std::min(kBlock, length - first);
            at::Tensor scores = buffer.narrow(0, 0, rows);
            at::Tensor out = mixed.narrow(0, first, rows).narrow(1, head * depth, depth);
            at::mm_out(scores, queries[0][head].narrow(0, first, rows), keys);
            at::_softmax_out(scores, scores, 1, false);
            at::mm_out(out, scores, values);
        }
    }
    return mixed.unsqueeze(0);
}

bool canWorkInPlace(const at::Tensor& x) { return !at::GradMode::is_enabled() && x.device().is_cpu(); }

}  // namespace

at::Tensor Convolution::operator()(const at::Tensor& x) const
{
    const at::Tensor padded = at::constant_pad_nd(x, {0, 0, 1, 1});  // [B, L + 2, in]
    const at::Tensor columns = padded.unfold(1, kKernel, stride).flatten(2);  // [B, T, in * 3]
    return at::linear(columns, weight.flatten(1), bias);  // [B, T, out]
}

KeyValue Attention::keyValue(const at::Tensor& source) const
{
    return {splitHeads(key(source), heads), splitHeads(value(source), heads)};
}

at::Tensor Attention::attend(const at::Tensor& x, const KeyValue& keyValue, const at::Tensor& mask) const
{
    const double scale = 1.0 / std::sqrt(static_cast<double>(x.size(2) / heads));
    const at::Tensor queries = splitHeads(query(x) * scale, heads);  // [B, heads, L, D / heads]
    if (canWorkInPlace(x) && x.size(0) == 1 && !mask.defined())
        return out(attendInBlocks(queries, keyValue));
    at::Tensor scores = at::matmul(queries, keyValue.keys.transpose(2, 3));  // [B, heads, L, keys]
    if (mask.defined())
        scores = scores + mask;
    const at::Tensor shares = at::softmax(scores, -1, at::kFloat).to(x.scalar_type());  // [B, heads, L, keys]
    return out(at::matmul(shares, keyValue.values).transpose(1, 2).flatten(2));  // [B, L, D]
}

at::Tensor FeedForward::operator()(const at::Tensor& x) const
{
    at::Tensor wide = in(x);  // [B, L, 4 D]
    return out(canWorkInPlace(wide) ? at::gelu_(wide) : at::gelu(wide));
}

EncoderBlock takeEncoderBlock(Weights& weights, const std::string& name, const WhisperConfig& config)
{
    EncoderBlock block;
    block.attentionNorm = takeLayerNorm(weights, name + "self_attn_layer_norm", config.width);
    block.attention = takeAttention(weights, name + "self_attn", config.width, config.audioHeads);
    block.feedForwardNorm = takeLayerNorm(weights, name + "final_layer_norm", config.width);
    block.feedForward = takeFeedForward(weights, name, config.width);
    return block;
}

DecoderBlock takeDecoderBlock(Weights& weights, const std::string& name, const WhisperConfig& config)
{
    DecoderBlock block;
    block.attentionNorm = takeLayerNorm(weights, name + "self_attn_layer_norm", config.width);
    block.attention = takeAttention(weights, name + "self_attn", config.width, config.textHeads);
    block.crossNorm = takeLayerNorm(weights, name + "encoder_attn_layer_norm", config.width);
    block.cross = takeAttention(weights, name + "encoder_attn", config.width, config.textHeads);
    block.feedForwardNorm = takeLayerNorm(weights, name + "final_layer_norm", config.width);
    block.feedForward = takeFeedForward(weights, name, config.width);
    return block;
}

Convolution takeConvolution(Weights& weights, const std::string& name, int in, int out, int stride)
{
    return {weights.take(name + ".weight", {out, in, kKernel}), weights.take(name + ".bias", {out}, Init::Zeros),
            stride};
}

at::Tensor scoreMask(const at::Tensor& padding, at::ScalarType dtype)
{
    if (!padding.defined())
        return {};
    // The lowest finite half-precision value, not minus infinity: a row with everything masked stays a number.
    constexpr double kMasked = -65504.0;
    const at::Tensor mask = at::zeros(padding.sizes(), padding.options().dtype(dtype));
    return mask.masked_fill(padding, kMasked).unsqueeze(1).unsqueeze(1);  // [B, 1, 1, L]
}

}  // namespace saysee::model
