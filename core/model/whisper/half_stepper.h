// One window's decoding with HalfDecoder: the sound's keys and values, and the tokens' so far.
#pragma once

#include "core/model/whisper/half_decoder.h"
#include "core/model/whisper/token_stepper.h"

#include <ATen/ATen.h>
#include <span>
#include <vector>

namespace saysee::model {

class HalfStepper : public TokenStepper {
public:
    // states [T, D] float. `decoder` must outlive this.
    HalfStepper(const HalfDecoder& decoder, const at::Tensor& states);

    [[nodiscard]] int vocabulary() const override { return m_decoder.config().vocabulary; }
    [[nodiscard]] int context() const override { return m_decoder.config().textContext; }
    void reset() override;
    std::span<const float> append(std::span<const int> tokens) override;
    std::span<const float> step(std::span<const int> parents, std::span<const int> tokens) override;

private:
    // A sequence is the list of places where its tokens' keys and values lie, so that sequences share their common
    // beginning and a new beam copies a list of numbers instead of a cache.
    using Sequence = std::vector<int>;

    // Keys and values of the sound in half precision, laid out so that both attention products are halfProduct().
    struct CrossKeyValue {
        at::Tensor keys;  // [heads, T, D / heads]
        at::Tensor values;  // [heads, D / heads, T]
    };

    // Keys and values of every token that a live sequence holds, by place.
    struct TokenKeyValue {
        std::vector<float> keys;  // [places][D]
        std::vector<float> values;  // [places][D]
    };

    // Work space of one pass over `rows` tokens.
    struct Scratch {
        std::vector<float> x, normed, query, key, value, mixed;  // [rows][D]
        std::vector<float> wide;  // [rows][4 D]
        std::vector<float> scores;  // [rows][keys]
        void fit(std::size_t rows, std::size_t width, std::size_t keys);
    };

    void reservePlaces(std::size_t count);
    // Runs tokens[i] at the end of rows[i], whose last place is free for its key and value; leaves m_scratch.x.
    void run(std::span<const int> tokens, std::span<const Sequence> rows);
    void attendTokens(std::size_t layer, std::span<const Sequence> rows);
    void attendSound(std::size_t layer, int rows);
    void feedForward(const HalfDecoderLayer& layer, int rows);
    std::span<const float> logitsOf(int firstRow, int rows);

    const HalfDecoder& m_decoder;
    int m_width;
    int m_heads;
    std::vector<CrossKeyValue> m_cross;  // one a layer
    std::vector<TokenKeyValue> m_cache;  // one a layer
    std::vector<int> m_freePlaces;
    std::size_t m_places = 0;
    std::vector<Sequence> m_sequences;
    Scratch m_scratch;
    std::vector<float> m_logits;
};

}  // namespace saysee::model
