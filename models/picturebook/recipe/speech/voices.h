// The voices of the picturebook world: espeak-ng and flite through their libraries.
#pragma once

#include "core/base/result.h"
#include "models/picturebook/recipe/scene/scene.h"

#include <span>
#include <string>
#include <vector>

namespace saysee::picturebook {

enum class Synthesiser : std::uint8_t { Espeak, FliteFast, FliteSlow };  // slow ones take ten times as long

struct Voice {
    Synthesiser synthesiser = Synthesiser::Espeak;
    std::string name;  // "en-us+f3" for espeak-ng, "rms" for flite
};

// How something is said. Only a tone utterance is other than Neutral.
enum class Manner : std::uint8_t { Neutral, Cheerful, Gloomy };

// One speaker's way to say one sentence.
struct Delivery {
    Voice voice;
    Manner manner = Manner::Neutral;
    double rate = 170;  // words a minute
    double pitch = 50;  // espeak-ng's scale, 0..100, 50: the voice's own
    double range = 50;  // how much the pitch moves, 0: monotone, 50: the voice's own, 100: lively
    double warp =
        1.0;  // plays the voice this much faster: shifts pitch and formants together, a "larger" speaker < 1
    [[nodiscard]] std::string speaker() const;  // "espeak/en-us+f3/0.94": voice and warp
};

// The voices of a split; no voice belongs to two of them.
[[nodiscard]] const std::vector<Voice>& voices(Split split);

[[nodiscard]] Delivery sampleDelivery(Split split, Manner manner, Random& random);

// Speaks `text` dry: mono, 16 kHz, peak about 0.5, silence at both ends trimmed to a short margin.
// The sentence, the voice and its settings are what the delivery says, but not each sample: espeak-ng's sources of
// noise run on from call to call. Threading: any thread; the synthesisers themselves are used one call at a time,
// flite and espeak-ng side by side. Error: Internal when a synthesiser fails or a voice is not installed.
base::Result<std::vector<float>> speak(const std::string& text, const Delivery& delivery);

// Resamples by windowed sinc interpolation: the result is input.size() * ratio long, band-limited to both rates.
[[nodiscard]] std::vector<float> resample(std::span<const float> input, double ratio);

}  // namespace saysee::picturebook
