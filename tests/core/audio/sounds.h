// Sounds made by arithmetic, and WAV files made byte by byte, for the tests of this folder.
#pragma once

#include "core/audio/clip.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace saysee::test {

inline std::size_t samplesIn(double seconds, int rate = audio::kSampleRate)
{
    return static_cast<std::size_t>(std::lround(seconds * rate));
}

inline std::vector<float> tone(double seconds, double frequency = 440, double amplitude = 0.5,
                               int rate = audio::kSampleRate)
{
    std::vector<float> samples(samplesIn(seconds, rate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(amplitude
                                        * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / rate));
    return samples;
}

inline std::vector<float> whiteNoise(double seconds, float rms, unsigned seed = 1)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(0, rms);
    std::vector<float> samples(samplesIn(seconds));
    for (float& sample : samples)
        sample = normal(generator);
    return samples;
}

// A fan: noise that falls with frequency, and the hum of its motor.
inline std::vector<float> fanNoise(double seconds, float rms, unsigned seed = 1)
{
    std::vector<float> samples = whiteNoise(seconds, 0.2F * rms, seed);
    float low = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        low = 0.98F * low + samples[i];
        const auto t = static_cast<float>(i) / audio::kSampleRate;
        samples[i] = low + 0.7F * rms * std::sin(2 * std::numbers::pi_v<float> * 100.0F * t);
    }
    return samples;
}

// Linear interpolation of the zero crossings: the frequency of a clean tone, in Hz.
inline double frequencyOf(std::span<const float> samples)
{
    double first = -1;
    double last = -1;
    int crossings = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        if (samples[i - 1] < 0 && samples[i] >= 0) {
            const auto before = static_cast<double>(samples[i - 1]);
            last = static_cast<double>(i) - 1 + before / (before - static_cast<double>(samples[i]));
            if (first < 0)
                first = last;
            else
                ++crossings;
        }
    return crossings == 0 ? 0 : crossings * audio::kSampleRate / (last - first);
}

// A RIFF WAVE file of 32-bit floats. `declaredDataBytes` lies about the length when given.
inline std::string floatWav(int rate, int channels, std::span<const float> interleaved,
                            std::uint32_t declaredDataBytes = 0)
{
    const auto dataBytes = static_cast<std::uint32_t>(interleaved.size_bytes());
    const std::uint32_t declared = declaredDataBytes != 0 ? declaredDataBytes : dataBytes;
    std::string file;
    const auto put = [&](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            file.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
    };
    const auto width = static_cast<std::uint32_t>(channels) * 4;
    file += "RIFF";
    put(36 + declared, 4);
    file += "WAVEfmt ";
    put(16, 4);
    put(3, 2);  // IEEE float
    put(static_cast<std::uint32_t>(channels), 2);
    put(static_cast<std::uint32_t>(rate), 4);
    put(static_cast<std::uint32_t>(rate) * width, 4);
    put(width, 2);
    put(32, 2);
    file += "data";
    put(declared, 4);
    file.append(static_cast<const char*>(static_cast<const void*>(interleaved.data())), dataBytes);
    return file;
}

}  // namespace saysee::test
