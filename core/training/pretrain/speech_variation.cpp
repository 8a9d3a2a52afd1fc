#include "core/training/pretrain/speech_variation.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace saysee::training {
namespace {

constexpr double kQuietest = 0.1;  // loudness factor; the loudest is its inverse's square root, about 3
constexpr int kHiddenParts = 2;

double uniform(double low, double high, std::mt19937_64& random)
{
    return low + (high - low) * static_cast<double>(random() >> 11U) * 0x1.0p-53;  // the same with every library
}

double power(std::span<const float> samples)
{
    double sum = 0;
    for (const float sample : samples)
        sum += static_cast<double>(sample) * sample;
    return sum / std::max<double>(1.0, static_cast<double>(samples.size()));
}

// Linear interpolation: `speed` above 1 is shorter and higher.
std::vector<float> atSpeed(std::span<const std::int16_t> samples, double speed, std::size_t longest)
{
    const auto length = std::min(longest, static_cast<std::size_t>(static_cast<double>(samples.size()) / speed));
    std::vector<float> result(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double position = static_cast<double>(i) * speed;
        const auto left = static_cast<std::size_t>(position);
        const auto right = std::min(left + 1, samples.size() - 1);
        const double share = position - static_cast<double>(left);
        result[i] = static_cast<float>((samples[left] * (1 - share) + samples[right] * share) / 32768.0);
    }
    return result;
}

}  // namespace

std::vector<float> toFloats(std::span<const std::int16_t> samples)
{
    std::vector<float> floats(samples.size());
    std::transform(samples.begin(), samples.end(), floats.begin(),
                   [](std::int16_t sample) { return static_cast<float>(sample) / 32768.0F; });
    return floats;
}

std::vector<float> SpeechVariation::vary(const shard::Utterance& utterance, std::size_t longest,
                                         std::mt19937_64& random) const
{
    const double speed = uniform(1 - m_settings.speedRange, 1 + m_settings.speedRange, random);
    auto samples = atSpeed(m_reader.samples(utterance), speed, longest);
    if (uniform(0, 1, random) < m_settings.noiseShare)
        addNoise(samples, random);
    const auto loudness =
        static_cast<float>(std::exp(uniform(std::log(kQuietest), -0.5 * std::log(kQuietest), random)));
    for (float& sample : samples)
        sample = std::clamp(sample * loudness, -1.0F, 1.0F);
    return samples;
}

std::vector<float> SpeechVariation::withoutSpeech(std::size_t samples, std::mt19937_64& random) const
{
    auto result = noise(samples, random);
    const auto loudness = static_cast<float>(std::exp(uniform(-7, 0, random)));
    for (float& sample : result)
        sample *= loudness;
    return result;
}

std::vector<float> SpeechVariation::noise(std::size_t samples, std::mt19937_64& random) const
{
    std::vector<float> result(samples, 0.0F);
    if (m_reader.noises().empty())
        return result;
    const auto& chosen = m_reader.noises()[random() % m_reader.noises().size()];
    const auto recording = m_reader.samples(chosen);
    if (recording.empty())
        return result;
    std::size_t position = random() % recording.size();
    for (float& sample : result) {
        sample = static_cast<float>(recording[position]) / 32768.0F;
        position = position + 1 == recording.size() ? 0 : position + 1;
    }
    return result;
}

void SpeechVariation::addNoise(std::vector<float>& samples, std::mt19937_64& random) const
{
    const auto added = noise(samples.size(), random);
    const double loud = power(added);
    if (loud <= 0)
        return;
    const double snr = uniform(m_settings.lowestSnr, m_settings.highestSnr, random);
    const auto scale = static_cast<float>(std::sqrt(power(samples) / (loud * std::pow(10.0, snr / 10))));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] += scale * added[i];
}

void SpeechVariation::hide(const at::Tensor& mel, std::mt19937_64& random) const
{
    const auto hideAlong = [&](std::int64_t axis, int widest) {
        const auto size = mel.size(axis);
        const auto width = std::min<std::int64_t>(
            size, static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(widest) + 1)));
        const auto first = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(size - width + 1));
        mel.narrow(axis, first, width).zero_();
    };
    for (int part = 0; part < kHiddenParts; ++part) {
        hideAlong(0, m_settings.maskedBands);
        hideAlong(1, m_settings.maskedFrames);
    }
}

}  // namespace saysee::training
