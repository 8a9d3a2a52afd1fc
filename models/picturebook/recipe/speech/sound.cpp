// Rooms, microphones and noises.
#include "models/picturebook/recipe/speech/sound.h"

#include "models/picturebook/recipe/scene/caption.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace saysee::picturebook {
namespace {

constexpr double kRate = 16'000;
constexpr std::size_t kNoiseLength = 10 * 16'000;

// First-order filters, in place.
void lowPass(std::span<float> samples, double cut)
{
    const auto share = static_cast<float>(1 - std::exp(-2 * std::numbers::pi * cut / kRate));
    float state = 0;
    for (float& sample : samples)
        sample = state += share * (sample - state);
}

void highPass(std::span<float> samples, double cut)
{
    const auto share = static_cast<float>(1 - std::exp(-2 * std::numbers::pi * cut / kRate));
    float state = 0;
    for (float& sample : samples) {
        state += share * (sample - state);
        sample -= state;
    }
}

double meanSquare(std::span<const float> samples)
{
    double sum = 0;
    for (const float sample : samples)
        sum += static_cast<double>(sample) * sample;
    return samples.empty() ? 0 : sum / static_cast<double>(samples.size());
}

std::vector<float> whiteNoise(Random& random)
{
    std::vector<float> samples(kNoiseLength);
    for (float& sample : samples)
        sample = static_cast<float>(random.normal());
    return samples;
}

void addTone(std::span<float> samples, double hertz, double amplitude)
{
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] +=
            static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate));
}

// Slow swells: the loudness goes up and down by `depth` every few seconds.
void swell(std::span<float> samples, double hertz, double depth, Random& random)
{
    const double phase = random.between(0, 2 * std::numbers::pi);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] *= static_cast<float>(
            1 + depth * std::sin(phase + 2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate));
}

std::vector<float> fan(Random& random)
{
    std::vector<float> samples = whiteNoise(random);
    lowPass(samples, random.between(400, 1500));
    addTone(samples, random.between(80, 240), 0.25);
    swell(samples, random.between(2, 9), 0.2, random);
    return samples;
}

std::vector<float> hum(Random& random)
{
    std::vector<float> samples = whiteNoise(random);
    lowPass(samples, 3000);
    const double mains = random.chance(0.5) ? 50 : 60;
    for (int harmonic = 1; harmonic <= 9; ++harmonic)
        addTone(samples, mains * harmonic, random.between(0.3, 1.6) / harmonic);
    return samples;
}

std::vector<float> traffic(Random& random)
{
    std::vector<float> samples = whiteNoise(random);
    lowPass(samples, random.between(200, 700));
    swell(samples, random.between(0.1, 0.4), 0.7, random);
    addTone(samples, random.between(60, 130), 0.1);
    return samples;
}

std::vector<float> rain(Random& random)
{
    std::vector<float> samples = whiteNoise(random);
    highPass(samples, random.between(500, 1500));
    for (float& sample : samples)
        if (random.chance(0.002))
            sample *= 6;
    return samples;
}

std::vector<float> wind(Random& random)
{
    std::vector<float> samples = whiteNoise(random);
    lowPass(samples, random.between(150, 400));
    lowPass(samples, 900);
    swell(samples, random.between(0.2, 0.8), 0.8, random);
    return samples;
}

// Five people talking at once.
base::Result<std::vector<float>> babble(Split split, Random& random)
{
    std::vector<float> samples(kNoiseLength, 0.0F);
    for (int speaker = 0; speaker < 5; ++speaker) {
        const Delivery delivery = sampleDelivery(split, Manner::Neutral, random);
        std::size_t position = static_cast<std::size_t>(random.between(0, kRate));
        while (position < samples.size()) {
            SAYSEE_ASSIGN(const std::vector<float> words,
                          speak(caption(sampleScene(random), Mood::Spoken, random), delivery));
            for (std::size_t i = 0; i < words.size() && position + i < samples.size(); ++i)
                samples[position + i] += words[i];
            position += words.size();
        }
    }
    return samples;
}

struct NoiseMaker {
    std::string_view name;
    std::vector<float> (*make)(Random&);  // null: babble
};

base::Result<NoiseRecording> makeNoise(Split split, int number, std::uint64_t seed)
{
    constexpr std::array<NoiseMaker, 6> makers = {
        {{"fan", fan}, {"babble", nullptr}, {"traffic", traffic}, {"hum", hum}, {"rain", rain}, {"wind", wind}}};
    const int kinds = split == Split::Test ? 6 : 5;
    const NoiseMaker& maker = makers[static_cast<std::size_t>(number % kinds)];
    Random random(
        itemSeed(std::string("noise ") + std::string(name(split)), seed, static_cast<std::uint64_t>(number)));
    NoiseRecording noise;
    noise.name = std::string(name(split)) + '/' + std::string(maker.name) + '/' + std::to_string(number);
    if (maker.make != nullptr) {
        noise.samples = maker.make(random);
    } else {
        SAYSEE_ASSIGN(noise.samples, babble(split, random));
    }
    const auto scale = static_cast<float>(1 / std::sqrt(meanSquare(noise.samples)));
    for (float& sample : noise.samples)
        sample *= scale;
    return noise;
}

// A sparse random echo that decays by 60 dB in `seconds`.
void addEcho(std::vector<float>& samples, double seconds, Random& random)
{
    const std::vector<float> dry = samples;
    constexpr int echoes = 48;
    for (int i = 0; i < echoes; ++i) {
        const double delay = seconds * 0.6 * random.unit() + 0.003;
        const double level = 0.22 * std::pow(10.0, -3 * delay / seconds) * (random.chance(0.5) ? 1 : -1);
        const auto offset = static_cast<std::size_t>(delay * kRate);
        for (std::size_t n = offset; n < samples.size(); ++n)
            samples[n] += static_cast<float>(level) * dry[n - offset];
    }
}

void addNoise(std::span<float> samples, double speechPower, double ratio, const NoiseRecording& noise, Random& random)
{
    const auto level = static_cast<float>(std::sqrt(speechPower / std::pow(10.0, ratio / 10)));
    std::size_t position = static_cast<std::size_t>(random.next() % noise.samples.size());
    for (float& sample : samples) {
        sample += level * noise.samples[position];
        position = (position + 1) % noise.samples.size();
    }
}

}  // namespace

base::Result<std::vector<NoiseRecording>> makeNoises(Split split, int count, std::uint64_t seed)
{
    std::vector<NoiseRecording> noises;
    for (int i = 0; i < count; ++i) {
        SAYSEE_ASSIGN(NoiseRecording noise, makeNoise(split, i, seed));
        noises.push_back(std::move(noise));
    }
    return noises;
}

Acoustics sampleTrainingAcoustics(Random& random)
{
    Acoustics acoustics;
    if (random.chance(0.5))
        acoustics.reverberation = random.between(0.1, 0.5);
    acoustics.lowCut = random.between(30, 250);
    if (random.chance(0.4))
        acoustics.highCut = random.between(2500, 7000);
    acoustics.gain = std::pow(10.0, random.between(-24, 4) / 20);
    if (random.chance(0.5))
        acoustics.noiseRatio = random.between(0, 25);
    acoustics.lead = random.between(0.05, 0.3);
    acoustics.tail = random.between(0.05, 0.3);
    return acoustics;
}

Acoustics sampleTestAcoustics(std::optional<double> noiseRatio, Random& random)
{
    Acoustics acoustics;
    acoustics.reverberation = random.between(0.08, 0.3);
    acoustics.lowCut = random.between(40, 150);
    acoustics.highCut = random.between(4000, 8000);
    acoustics.gain = std::pow(10.0, random.between(-18, 0) / 20);
    acoustics.noiseRatio = noiseRatio;
    return acoustics;
}

std::string conditionName(const Acoustics& acoustics)
{
    if (!acoustics.noiseRatio)
        return "clean";
    return "noise" + std::to_string(std::lround(*acoustics.noiseRatio));
}

std::vector<float> recordThrough(std::span<const float> speech, const Acoustics& acoustics,
                                 std::span<const NoiseRecording> noises, Random& random)
{
    const auto lead = static_cast<std::size_t>(acoustics.lead * kRate);
    const auto tail = static_cast<std::size_t>(acoustics.tail * kRate);
    std::vector<float> samples(lead + speech.size() + tail, 0.0F);
    std::copy(speech.begin(), speech.end(), samples.begin() + static_cast<std::ptrdiff_t>(lead));
    if (acoustics.reverberation > 0)
        addEcho(samples, acoustics.reverberation, random);
    highPass(samples, acoustics.lowCut);
    if (acoustics.highCut < kRate / 2)
        lowPass(samples, acoustics.highCut);
    const double power = meanSquare(samples);
    if (acoustics.noiseRatio && !noises.empty())
        addNoise(samples, power, *acoustics.noiseRatio, random.pick(noises), random);
    for (float& sample : samples)
        sample = std::clamp(sample * static_cast<float>(acoustics.gain)
                                + static_cast<float>(random.between(-1, 1)) * 2e-4F,
                            -1.0F, 1.0F);
    return samples;
}

}  // namespace saysee::picturebook
