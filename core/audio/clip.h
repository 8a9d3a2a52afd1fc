// A clip: recorded speech in the one format that the models take.
//
// Words used throughout: a *sample* is one float, -1..1; a *clip* is mono at 16 kHz; a *frame* is one column of a
// log-mel spectrogram (10 ms).
#pragma once

#include <span>
#include <vector>

namespace saysee::audio {

inline constexpr int kSampleRate = 16'000;  // Hz

struct Clip {
    std::vector<float> samples;  // mono, 16 kHz, finite, nominally -1..1

    [[nodiscard]] double seconds() const { return static_cast<double>(samples.size()) / kSampleRate; }
    [[nodiscard]] std::span<const float> view() const { return samples; }
};

}  // namespace saysee::audio
