// Makes one recording sound a little different each time it is heard.
#pragma once

#include "core/training/pretrain/shard_reader.h"
#include "core/training/pretrain_settings.h"

#include <ATen/core/Tensor.h>
#include <random>
#include <vector>

namespace saysee::training {

class SpeechVariation {
public:
    SpeechVariation(const RecogniserSettings& settings, const ShardReader& reader)
        : m_settings(settings), m_reader(reader)
    {
    }

    // Tempo, loudness and noise varied. Floats, -1..1, at most `longest` samples.
    [[nodiscard]] std::vector<float> vary(const shard::Utterance& utterance, std::size_t longest,
                                          std::mt19937_64& random) const;
    // Noise, or silence where the data have none: a clip in which nobody speaks.
    [[nodiscard]] std::vector<float> withoutSpeech(std::size_t samples, std::mt19937_64& random) const;
    // Hides stretches of time and bands of frequency of mel [bands, frames], in place.
    void hide(const at::Tensor& mel, std::mt19937_64& random) const;

private:
    void addNoise(std::vector<float>& samples, std::mt19937_64& random) const;
    [[nodiscard]] std::vector<float> noise(std::size_t samples, std::mt19937_64& random) const;

    const RecogniserSettings& m_settings;
    const ShardReader& m_reader;
};

// Samples as floats, -1..1.
[[nodiscard]] std::vector<float> toFloats(std::span<const std::int16_t> samples);

}  // namespace saysee::training
