// What lies between a mouth and a file: room, microphone, noise.
#pragma once

#include "models/picturebook/recipe/scene/scene.h"
#include "models/picturebook/recipe/speech/voices.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace saysee::picturebook {

struct NoiseRecording {
    std::string name;  // "test/traffic/3"
    std::vector<float> samples;  // 16 kHz mono, mean square 1
};

// Fans, hum, traffic, rain and babble (and, in the test split alone, wind), all synthesised, none shared by two
// splits: the seeds differ, and babble is spoken by the split's own voices.
base::Result<std::vector<NoiseRecording>> makeNoises(Split split, int count, std::uint64_t seed);

// The way of one utterance into a file.
struct Acoustics {
    double reverberation = 0;  // seconds until the echo is 60 dB down; 0: none
    double lowCut = 40;  // Hz, first-order high-pass
    double highCut = 8000;  // Hz, first-order low-pass; 8000: none
    double gain = 1;
    std::optional<double> noiseRatio;  // dB, speech to noise over the whole clip; empty: no noise
    double lead = 0.15;  // seconds of silence before and after the speech
    double tail = 0.2;
};

// Training acoustics: half of the clips in a room, half noisy at 0 to 25 dB.
[[nodiscard]] Acoustics sampleTrainingAcoustics(Random& random);
// A mild room and microphone; noise only where `noiseRatio` says so.
[[nodiscard]] Acoustics sampleTestAcoustics(std::optional<double> noiseRatio, Random& random);

// "clean", "noise10"
[[nodiscard]] std::string conditionName(const Acoustics& acoustics);

// Limits the result to -1..1 without wrapping.
[[nodiscard]] std::vector<float> recordThrough(std::span<const float> speech, const Acoustics& acoustics,
                                               std::span<const NoiseRecording> noises, Random& random);

}  // namespace saysee::picturebook
