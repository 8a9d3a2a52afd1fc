#include "core/model/whisper/half_stepper.h"

#include "core/base/half.h"
#include "core/model/kernels/half_product.h"
#include "core/model/kernels/vector_math.h"

#include <algorithm>
#include <cmath>

namespace saysee::model {

namespace {

// From here on, widening the weights once for one general product is faster than passes of a few rows.
constexpr int kManyRows = 24;

HalfMatrix matrixOf(const at::Tensor& half)
{
    return {static_cast<const std::uint16_t*>(half.data_ptr()), half.size(-2), half.size(-1)};
}

std::span<const float> floatsOf(const at::Tensor& tensor)
{
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

// x [rows][in] -> y [rows][out]
void apply(const HalfLinear& linear, std::vector<float>& x, int rows, std::vector<float>& y)
{
    const std::int64_t in = linear.weight.size(1);
    const std::int64_t out = linear.weight.size(0);
    if (rows >= kManyRows) {
        at::Tensor result = at::from_blob(y.data(), {rows, out}, at::kFloat);
        at::mm_out(result, at::from_blob(x.data(), {rows, in}, at::kFloat), linear.weight.to(at::kFloat).t());
    } else {
        halfProduct(matrixOf(linear.weight), {x.data(), in, rows}, y.data(), out);
    }
    if (!linear.bias.defined())
        return;
    for (int row = 0; row < rows; ++row)
        addScaled({y.data() + row * out, static_cast<std::size_t>(out)}, floatsOf(linear.bias));
}

// x [rows][D] -> out [rows][D]
void normalise(const LayerNorm& norm, const std::vector<float>& x, int rows, std::vector<float>& out)
{
    const std::span<const float> weight = floatsOf(norm.weight);
    const std::size_t width = weight.size();
    for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row)
        layerNormRow({x.data() + row * width, width}, weight, floatsOf(norm.bias), {out.data() + row * width, width},
                     static_cast<float>(norm.epsilon));
}

void addTo(std::vector<float>& x, const std::vector<float>& more, int rows, int width)
{
    const auto count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(width);
    addScaled({x.data(), count}, {more.data(), count});
}

}  // namespace

void HalfStepper::Scratch::fit(std::size_t rows, std::size_t width, std::size_t keys)
{
    for (std::vector<float>* buffer : {&x, &normed, &query, &key, &value, &mixed})
        buffer->resize(std::max(buffer->size(), rows * width));
    wide.resize(std::max(wide.size(), rows * width * 4));
    scores.resize(std::max(scores.size(), rows * keys));
}

HalfStepper::HalfStepper(const HalfDecoder& decoder, const at::Tensor& states)
    : m_decoder(decoder), m_width(decoder.config().width), m_heads(decoder.config().textHeads),
      m_cache(decoder.layers().size()), m_sequences(1)
{
    for (const HalfDecoderLayer& layer : decoder.layers()) {
        const auto project = [&](const HalfLinear& linear) {
            return at::linear(states, linear.weight.to(at::kFloat), linear.bias)
                .view({states.size(0), m_heads, m_width / m_heads});  // [T, heads, D / heads]
        };
        m_cross.push_back({project(layer.cross.key).permute({1, 0, 2}).to(at::kHalf).contiguous(),
                           project(layer.cross.value).permute({1, 2, 0}).to(at::kHalf).contiguous()});
    }
}

void HalfStepper::reset()
{
    m_sequences.assign(1, {});
    m_freePlaces.clear();  // the next reservation finds that nothing is held
}

// Makes sure that `count` places are free: those that no sequence holds any longer, and new ones if they are too few.
void HalfStepper::reservePlaces(std::size_t count)
{
    constexpr std::size_t kGrowth = 32;
    if (m_freePlaces.size() >= count)
        return;
    std::vector<bool> held(m_places, false);
    for (const Sequence& sequence : m_sequences)
        for (const int place : sequence)
            held[static_cast<std::size_t>(place)] = true;
    if (static_cast<std::size_t>(std::count(held.begin(), held.end(), false)) < count) {
        m_places += std::max(count, kGrowth);
        held.resize(m_places, false);
        for (TokenKeyValue& layer : m_cache) {
            layer.keys.resize(m_places * static_cast<std::size_t>(m_width));
            layer.values.resize(m_places * static_cast<std::size_t>(m_width));
        }
    }
    m_freePlaces.clear();
    for (std::size_t place = m_places; place > 0; --place)
        if (!held[place - 1])
            m_freePlaces.push_back(static_cast<int>(place - 1));
}

std::span<const float> HalfStepper::append(std::span<const int> tokens)
{
    reservePlaces(tokens.size());
    std::vector<Sequence> rows;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        m_sequences.front().push_back(m_freePlaces.back());
        m_freePlaces.pop_back();
        rows.push_back(m_sequences.front());
    }
    run(tokens, rows);
    return logitsOf(static_cast<int>(tokens.size()) - 1, 1);
}

std::span<const float> HalfStepper::step(std::span<const int> parents, std::span<const int> tokens)
{
    reservePlaces(tokens.size());
    std::vector<Sequence> rows;
    for (const int parent : parents) {
        rows.push_back(m_sequences[static_cast<std::size_t>(parent)]);
        rows.back().push_back(m_freePlaces.back());
        m_freePlaces.pop_back();
    }
    run(tokens, rows);
    m_sequences = std::move(rows);
    return logitsOf(0, static_cast<int>(tokens.size()));
}

void HalfStepper::run(std::span<const int> tokens, std::span<const Sequence> rows)
{
    const auto width = static_cast<std::size_t>(m_width);
    const int count = static_cast<int>(tokens.size());
    m_scratch.fit(tokens.size(), width,
                  static_cast<std::size_t>(std::max<std::int64_t>(m_cross.front().keys.size(1), context())));
    const auto* embeddings = static_cast<const std::uint16_t*>(m_decoder.tokens().data_ptr());
    const std::span<const float> positions = floatsOf(m_decoder.positions());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::uint16_t* embedding = embeddings + static_cast<std::size_t>(tokens[row]) * width;
        const std::span<const float> position = positions.subspan((rows[row].size() - 1) * width, width);
        for (std::size_t i = 0; i < width; ++i)
            m_scratch.x[row * width + i] = base::fromHalf(embedding[i]) + position[i];
    }
    for (std::size_t layer = 0; layer < m_decoder.layers().size(); ++layer) {
        attendTokens(layer, rows);
        attendSound(layer, count);
        feedForward(m_decoder.layers()[layer], count);
    }
}

void HalfStepper::attendTokens(std::size_t layer, std::span<const Sequence> rows)
{
    const HalfDecoderLayer& weights = m_decoder.layers()[layer];
    TokenKeyValue& cache = m_cache[layer];
    const auto width = static_cast<std::size_t>(m_width);
    const std::size_t depth = width / static_cast<std::size_t>(m_heads);
    const int count = static_cast<int>(rows.size());
    normalise(weights.attentionNorm, m_scratch.x, count, m_scratch.normed);
    apply(weights.attention.query, m_scratch.normed, count, m_scratch.query);
    apply(weights.attention.key, m_scratch.normed, count, m_scratch.key);
    apply(weights.attention.value, m_scratch.normed, count, m_scratch.value);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::size_t place = static_cast<std::size_t>(rows[row].back()) * width;
        std::copy_n(m_scratch.key.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                    cache.keys.begin() + static_cast<std::ptrdiff_t>(place));
        std::copy_n(m_scratch.value.begin() + static_cast<std::ptrdiff_t>(row * width), width,
                    cache.values.begin() + static_cast<std::ptrdiff_t>(place));
    }

    const float scale = 1.0F / std::sqrt(static_cast<float>(depth));
    std::fill_n(m_scratch.mixed.begin(), rows.size() * width, 0.0F);
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t at = row * width; at < (row + 1) * width; at += depth) {  // one head
            const std::size_t head = at - row * width;
            const std::span<float> scores {m_scratch.scores.data(), rows[row].size()};
            for (std::size_t i = 0; i < scores.size(); ++i)
                scores[i] = dot({m_scratch.query.data() + at, depth},
                                {&cache.keys[static_cast<std::size_t>(rows[row][i]) * width + head], depth});
            softmaxRow(scores, scale);
            for (std::size_t i = 0; i < scores.size(); ++i)
                addScaled({m_scratch.mixed.data() + at, depth},
                          {&cache.values[static_cast<std::size_t>(rows[row][i]) * width + head], depth}, scores[i]);
        }
    apply(weights.attention.out, m_scratch.mixed, count, m_scratch.normed);
    addTo(m_scratch.x, m_scratch.normed, count, m_width);
}

void HalfStepper::attendSound(std::size_t layer, int rows)
{
    const HalfDecoderLayer& weights = m_decoder.layers()[layer];
    const CrossKeyValue& sound = m_cross[layer];
    const std::int64_t depth = m_width / m_heads;
    const std::int64_t keys = sound.keys.size(1);
    normalise(weights.crossNorm, m_scratch.x, rows, m_scratch.normed);
    apply(weights.cross.query, m_scratch.normed, rows, m_scratch.query);
    const float scale = 1.0F / std::sqrt(static_cast<float>(depth));
    for (std::int64_t head = 0; head < m_heads; ++head) {
        halfProduct(matrixOf(sound.keys[head]), {m_scratch.query.data() + head * depth, m_width, rows},
                    m_scratch.scores.data(), keys);
        for (int row = 0; row < rows; ++row)
            softmaxRow({m_scratch.scores.data() + row * keys, static_cast<std::size_t>(keys)}, scale);
        halfProduct(matrixOf(sound.values[head]), {m_scratch.scores.data(), keys, rows},
                    m_scratch.mixed.data() + head * depth, m_width);
    }
    apply(weights.cross.out, m_scratch.mixed, rows, m_scratch.normed);
    addTo(m_scratch.x, m_scratch.normed, rows, m_width);
}

void HalfStepper::feedForward(const HalfDecoderLayer& layer, int rows)
{
    normalise(layer.feedForwardNorm, m_scratch.x, rows, m_scratch.normed);
    apply(layer.feedForwardIn, m_scratch.normed, rows, m_scratch.wide);
    exactGelu({m_scratch.wide.data(), static_cast<std::size_t>(rows) * static_cast<std::size_t>(m_width) * 4});
    apply(layer.feedForwardOut, m_scratch.wide, rows, m_scratch.normed);
    addTo(m_scratch.x, m_scratch.normed, rows, m_width);
}

std::span<const float> HalfStepper::logitsOf(int firstRow, int rows)
{
    normalise(m_decoder.norm(), m_scratch.x, firstRow + rows, m_scratch.normed);
    m_logits.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(vocabulary()));
    halfProduct(matrixOf(m_decoder.tokens()), {m_scratch.normed.data() + firstRow * m_width, m_width, rows},
                m_logits.data(), vocabulary());
    return m_logits;
}

}  // namespace saysee::model
