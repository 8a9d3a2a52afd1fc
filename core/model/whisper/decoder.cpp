#include "core/model/whisper/decoder.h"

namespace saysee::model {

namespace {

// Token i sees the `known` earlier tokens and the first i + 1 new ones: [L, known + L], added to scores.
at::Tensor causalMask(std::int64_t length, std::int64_t known, const at::TensorOptions& options)
{
    constexpr double kMasked = -65504.0;
    return at::full({length, known + length}, kMasked, options).triu(known + 1);
}

void append(KeyValue& cache, const KeyValue& fresh)
{
    cache.keys = cache.keys.defined() ? at::cat({cache.keys, fresh.keys}, 2) : fresh.keys;
    cache.values = cache.values.defined() ? at::cat({cache.values, fresh.values}, 2) : fresh.values;
}

at::Tensor through(const DecoderBlock& block, at::Tensor x, KeyValue& cache, const at::Tensor& causal,
                   const KeyValue& cross, const at::Tensor& masked)
{
    const at::Tensor normed = block.attentionNorm(x);
    append(cache, block.attention.keyValue(normed));
    x = x + block.attention.attend(normed, cache, causal);
    x = x + block.cross.attend(block.crossNorm(x), cross, masked);
    return x + block.feedForward(block.feedForwardNorm(x));
}

}  // namespace

WhisperDecoder::WhisperDecoder(const WhisperConfig& config, Weights& weights)
    : m_config(config),
      m_tokens(weights.take("model.decoder.embed_tokens.weight", {config.vocabulary, config.width})),
      m_positions(weights.take("model.decoder.embed_positions.weight", {config.textContext, config.width}))
{
    for (int layer = 0; layer < config.textLayers; ++layer)
        m_blocks.push_back(takeDecoderBlock(weights, "model.decoder.layers." + std::to_string(layer) + ".", config));
    m_norm = takeLayerNorm(weights, "model.decoder.layer_norm", config.width);
}

at::Tensor WhisperDecoder::forward(const at::Tensor& tokens, const at::Tensor& states,
                                   const at::Tensor& padding) const
{
    at::Tensor x = begin(tokens);
    for (std::size_t i = 0; i < blocks(); ++i)
        x = block(i, x, states, padding);
    return end(x);
}

at::Tensor WhisperDecoder::begin(const at::Tensor& tokens) const
{
    return at::embedding(m_tokens, tokens) + m_positions.narrow(0, 0, tokens.size(1));
}

at::Tensor WhisperDecoder::block(std::size_t index, const at::Tensor& x, const at::Tensor& states,
                                 const at::Tensor& padding) const
{
    const DecoderBlock& block = m_blocks[index];
    KeyValue nothingBefore;
    return through(block, x, nothingBefore, causalMask(x.size(1), 0, x.options()), block.cross.keyValue(states),
                   scoreMask(padding, x.scalar_type()));
}

at::Tensor WhisperDecoder::end(const at::Tensor& x) const { return logits(m_norm(x)); }

at::Tensor WhisperDecoder::endAmong(const at::Tensor& x, const at::Tensor& embeddings) const
{
    return at::linear(m_norm(x), embeddings);
}

at::Tensor WhisperDecoder::embeddings(const at::Tensor& tokens) const { return m_tokens.index_select(0, tokens); }

std::vector<KeyValue> WhisperDecoder::crossKeyValues(const at::Tensor& states) const
{
    std::vector<KeyValue> cross;
    cross.reserve(m_blocks.size());
    for (const DecoderBlock& block : m_blocks)
        cross.push_back(block.cross.keyValue(states));
    return cross;
}

at::Tensor WhisperDecoder::advance(const at::Tensor& tokens, const std::vector<KeyValue>& cross,
                                   std::vector<KeyValue>& cache, const at::Tensor& padding) const
{
    const std::int64_t known = cache.empty() || !cache.front().keys.defined() ? 0 : cache.front().keys.size(2);
    const std::int64_t length = tokens.size(1);
    at::Tensor x = at::embedding(m_tokens, tokens) + m_positions.narrow(0, known, length);  // [B, L, D]
    const at::Tensor causal = length > 1 ? causalMask(length, known, x.options()) : at::Tensor();
    const at::Tensor masked = scoreMask(padding, x.scalar_type());
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        x = through(m_blocks[i], x, cache[i], causal, cross[i], masked);
    return m_norm(x);  // [B, L, D]
}

at::Tensor WhisperDecoder::logits(const at::Tensor& hidden) const { return at::linear(hidden, m_tokens); }

}  // namespace saysee::model
