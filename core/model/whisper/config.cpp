#include "core/model/whisper/config.h"

#include <array>
#include <string>

namespace saysee::model {

using base::ErrorCode;

namespace {

struct Field {
    const char* key;
    int WhisperConfig::*value;
    int lowest;
    int highest;  // bounds what a damaged file can make us allocate
};

constexpr std::array<Field, 9> kFields {{
    {"num_mel_bins", &WhisperConfig::melBands, 1, 512},
    {"max_source_positions", &WhisperConfig::audioContext, 1, 100'000},
    {"d_model", &WhisperConfig::width, 1, 16'384},
    {"encoder_attention_heads", &WhisperConfig::audioHeads, 1, 1024},
    {"encoder_layers", &WhisperConfig::audioLayers, 1, 1024},
    {"max_target_positions", &WhisperConfig::textContext, 1, 100'000},
    {"decoder_attention_heads", &WhisperConfig::textHeads, 1, 1024},
    {"decoder_layers", &WhisperConfig::textLayers, 0, 1024},
    {"vocab_size", &WhisperConfig::vocabulary, 1, 1'000'000},
}};

bool isDecoderField(const Field& field)
{
    return field.value == &WhisperConfig::textContext || field.value == &WhisperConfig::textHeads
        || field.value == &WhisperConfig::vocabulary;
}

}  // namespace

base::Result<WhisperConfig> whisperConfigFromJson(const nlohmann::json& json, std::string_view name)
{
    WhisperConfig config;
    const bool encoderAlone = json.is_object() && json.value("decoder_layers", nlohmann::json()) == 0;
    for (const Field& field : kFields) {
        if (encoderAlone && isDecoderField(field) && !json.contains(field.key))
            continue;
        const nlohmann::json value = json.is_object() ? json.value(field.key, nlohmann::json()) : nlohmann::json();
        if (!value.is_number_integer() || value < field.lowest || value > field.highest)
            return base::fail(ErrorCode::Corrupt,
                              std::string(name) + " gives no usable value for \"" + field.key + "\".",
                              "expected a whole number from " + std::to_string(field.lowest) + " to "
                                  + std::to_string(field.highest));
        config.*field.value = value.get<int>();
    }
    if (config.width % config.audioHeads != 0 || (config.textHeads != 0 && config.width % config.textHeads != 0))
        return base::fail(ErrorCode::Corrupt,
                          std::string(name) + ": the width is no multiple of the attention heads.");
    const nlohmann::json feedForward = 4 * config.width;
    if (json.value("encoder_ffn_dim", feedForward) != feedForward
        || json.value("decoder_ffn_dim", feedForward) != feedForward)
        return base::fail(ErrorCode::Corrupt,
                          std::string(name) + ": the feed-forward width is not four times the network's width.");
    return config;
}

base::Result<WhisperConfig> whisperConfigOfShape(std::string_view shape)
{
    struct Shape {
        std::string_view name;
        int width, heads, audioLayers, textLayers;
    };
    constexpr std::array<Shape, 6> kShapes {{{"tiny", 384, 6, 4, 4},
                                             {"base", 512, 8, 6, 6},
                                             {"small", 768, 12, 12, 12},
                                             {"medium", 1024, 16, 24, 24},
                                             {"large-v3", 1280, 20, 32, 32},
                                             {"turbo", 1280, 20, 32, 4}}};
    const bool english = shape.ends_with(".en");
    const std::string_view size = english ? shape.substr(0, shape.size() - 3) : shape;
    for (const Shape& known : kShapes) {
        if (known.name != size)
            continue;
        const bool third = known.width == 1280;  // the third generation: 128 bands and one more language
        return WhisperConfig {third ? 128 : 80,
                              1500,
                              known.width,
                              known.heads,
                              known.audioLayers,
                              448,
                              known.heads,
                              known.textLayers,
                              english     ? 51'864
                                  : third ? 51'866
                                          : 51'865};
    }
    return base::fail(ErrorCode::InvalidArgument,
                      "There is no Whisper shape \"" + std::string(shape)
                          + "\"; use tiny, base, small, medium, large-v3 or turbo.");
}

}  // namespace saysee::model
