#include "core/model/whisper/half_decoder.h"

#include "core/model/whisper/half_stepper.h"

#include <string>

namespace saysee::model {

namespace {

// Hands out a layer's parts: matrices in half precision, the rest in float.
struct LayerTaker {
    Weights& half;
    Weights& full;
    std::string prefix;
    std::int64_t width;

    [[nodiscard]] HalfLinear linear(const std::string& name, std::int64_t in, std::int64_t out,
                                    Bias bias = Bias::Present) const
    {
        HalfLinear taken;
        taken.weight = half.take(prefix + name + ".weight", {out, in});
        if (bias == Bias::Present)
            taken.bias = full.take(prefix + name + ".bias", {out}, Init::Zeros);
        return taken;
    }

    [[nodiscard]] HalfAttention attention(const std::string& name) const
    {
        return {linear(name + ".q_proj", width, width), linear(name + ".k_proj", width, width, Bias::None),
                linear(name + ".v_proj", width, width), linear(name + ".out_proj", width, width)};
    }

    [[nodiscard]] LayerNorm norm(const std::string& name) const { return takeLayerNorm(full, prefix + name, width); }

    [[nodiscard]] HalfDecoderLayer layer() const
    {
        return {norm("self_attn_layer_norm"),   attention("self_attn"),   norm("encoder_attn_layer_norm"),
                attention("encoder_attn"),      norm("final_layer_norm"), linear("fc1", width, 4 * width),
                linear("fc2", 4 * width, width)};
    }
};

}  // namespace

HalfDecoder::HalfDecoder(const WhisperConfig& config, Weights& half, Weights& full)
    : m_config(config), m_tokens(half.take("model.decoder.embed_tokens.weight", {config.vocabulary, config.width})),
      m_positions(full.take("model.decoder.embed_positions.weight", {config.textContext, config.width}))
{
    for (int i = 0; i < config.textLayers; ++i)
        m_layers.push_back(
            LayerTaker {half, full, "model.decoder.layers." + std::to_string(i) + ".", config.width}.layer());
    m_norm = takeLayerNorm(full, "model.decoder.layer_norm", config.width);
}

std::unique_ptr<TokenStepper> HalfDecoder::listen(const at::Tensor& states) const
{
    return std::make_unique<HalfStepper>(*this, states);
}

}  // namespace saysee::model
