#include "core/model/whisper/config.h"

#include "core/model/checkpoint/config_values.h"

#include <array>
#include <cstdint>
#include <string>

namespace saysee::model {

using base::ErrorCode;

// Limits far above any published model keep a damaged file from asking for absurd memory.
constexpr std::int64_t kMaxWidth = 16'384;
constexpr std::int64_t kMaxLayers = 256;
constexpr std::int64_t kMaxContext = 65'536;
constexpr std::int64_t kMaxVocabulary = 4'000'000;

base::Result<WhisperConfig> whisperConfigFromJson(const nlohmann::json& json, std::string_view name)
{
    ConfigValues values(json, std::string(name));
    const auto read = [&](const char* key, std::int64_t absent, std::int64_t least, std::int64_t most) {
        return static_cast<int>(values.integer(key, absent, least, most));
    };
    WhisperConfig config;  // absent values are those of Whisper tiny, as in the Hugging Face implementation
    config.melBands = read("num_mel_bins", 80, 1, 512);
    config.audioContext = read("max_source_positions", 1500, 1, kMaxContext);
    config.width = read("d_model", 384, 1, kMaxWidth);
    config.audioHeads = read("encoder_attention_heads", 6, 1, kMaxWidth);
    config.audioLayers = read("encoder_layers", 4, 1, kMaxLayers);
    config.textContext = read("max_target_positions", 448, 1, kMaxContext);
    config.textHeads = read("decoder_attention_heads", config.audioHeads, 1, kMaxWidth);
    config.textLayers = read("decoder_layers", 4, 0, kMaxLayers);
    config.vocabulary = read("vocab_size", 51'865, 1, kMaxVocabulary);
    const std::int64_t wide = 4 * static_cast<std::int64_t>(config.width);
    for (const char* key : {"encoder_ffn_dim", "decoder_ffn_dim"})
        values.integer(key, wide, wide, wide);
    SAYSEE_TRY(values.status());
    if (config.width % config.audioHeads != 0 || config.width % config.textHeads != 0)
        return base::fail(ErrorCode::Corrupt,
                          "The configuration of " + std::string(name) + " is damaged: its width of "
                              + std::to_string(config.width) + " does not divide into its attention heads.");
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
