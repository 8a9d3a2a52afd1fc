// The dimensions of a Whisper network (Radford et al. 2022, arXiv 2212.04356).
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

namespace saysee::model {

struct WhisperConfig {
    int melBands = 80;  // 128 for large-v3 and turbo
    int audioContext = 1500;  // encoder positions, 20 ms each
    int width = 0;  // of encoder and decoder alike
    int audioHeads = 0;
    int audioLayers = 0;
    int textContext = 448;  // decoder positions
    int textHeads = 0;
    int textLayers = 0;  // 0: an encoder alone
    int vocabulary = 0;

    // Samples at 16 kHz that one window holds: 480,000 (30 s) for the published networks.
    [[nodiscard]] std::size_t windowSamples() const { return static_cast<std::size_t>(audioContext) * 320; }

    friend bool operator==(const WhisperConfig&, const WhisperConfig&) = default;
};

// Reads the keys of Hugging Face's config.json ("d_model", "encoder_layers", ...); what is absent is as in Whisper
// tiny, that format's default. Errors: Corrupt, naming `name` and the field, when a dimension is out of range or
// contradicts another.
base::Result<WhisperConfig> whisperConfigFromJson(const nlohmann::json& json, std::string_view name);

// The published sizes: "tiny", "base", "small", "medium", "large-v3", "turbo"; English-only with the suffix ".en".
// Error: InvalidArgument for any other name.
base::Result<WhisperConfig> whisperConfigOfShape(std::string_view shape);

}  // namespace saysee::model
