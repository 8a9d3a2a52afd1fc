#include "core/audio/clip_quality.h"

#include "core/audio/level_meter.h"

#include <algorithm>
#include <cmath>

namespace saysee::audio {

namespace {

constexpr float kFullScale = 0.999F;
constexpr std::size_t kClippedRun = 3;  // samples; a single one at full scale is a peak, a run is a flattened wave
constexpr std::size_t kFrame = kSampleRate / 50;  // 20 ms
constexpr std::size_t kEdge = kSampleRate / 20;  // 50 ms
constexpr float kAboveNoise = 6.0F;  // dB

std::size_t clippedSamples(std::span<const float> samples)
{
    std::size_t total = 0;
    std::size_t run = 0;
    for (const float sample : samples) {
        run = std::abs(sample) >= kFullScale ? run + 1 : 0;
        if (run == kClippedRun)
            total += kClippedRun;
        else if (run > kClippedRun)
            ++total;
    }
    return total;
}

// The level that a tenth of the clip stays below: pauses, or the closures within words where nobody pauses.
float noiseLevel(std::span<const float> samples)
{
    std::vector<double> levels;
    for (std::size_t begin = 0; begin + kFrame <= samples.size(); begin += kFrame)
        levels.push_back(rms(samples.subspan(begin, kFrame)));
    if (levels.empty())
        return kSilenceDbfs;
    const auto tenth = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 10);
    std::nth_element(levels.begin(), tenth, levels.end());
    return toDbfs(*tenth);
}

// As loud as speech, and not just by its noise.
bool holdsSpeech(std::span<const float> edge, const ClipQuality& quality, const QualityLimits& limits)
{
    const float level = toDbfs(rms(edge));
    return level > quality.speechDbfs - limits.edgeBelowSpeech && level > quality.noiseDbfs + kAboveNoise;
}

std::vector<ClipFault> faultsOf(const ClipQuality& quality, std::span<const float> samples,
                                const VoiceActivity& activity, const QualityLimits& limits)
{
    if (!activity.hasSpeech())
        return {ClipFault::NoSpeech};
    std::vector<ClipFault> faults;
    const std::size_t edge = std::min(kEdge, samples.size());
    if (quality.speechDbfs < limits.minSpeechDbfs)
        faults.push_back(ClipFault::TooQuiet);
    if (quality.clippedShare > limits.maxClippedShare)
        faults.push_back(ClipFault::Clipped);
    if (activity.segments.front().begin < edge && holdsSpeech(samples.first(edge), quality, limits))
        faults.push_back(ClipFault::CutOffAtStart);
    if (activity.segments.back().end + edge > samples.size() && holdsSpeech(samples.last(edge), quality, limits))
        faults.push_back(ClipFault::CutOffAtEnd);
    if (quality.seconds > limits.maxSeconds)
        faults.push_back(ClipFault::TooLong);
    if (quality.speechDbfs - quality.noiseDbfs < limits.minSignalToNoise)
        faults.push_back(ClipFault::Noisy);
    return faults;
}

}  // namespace

bool ClipQuality::has(ClipFault fault) const
{
    return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

bool ClipQuality::usable() const { return !has(ClipFault::NoSpeech); }

ClipQuality assessClip(std::span<const float> samples, const VoiceActivity& activity, const QualityLimits& limits)
{
    ClipQuality quality;
    quality.seconds = static_cast<double>(samples.size()) / kSampleRate;
    quality.speechSeconds = activity.speechSeconds();
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    quality.peakDbfs = toDbfs(static_cast<double>(peak));

    double energy = 0;
    std::size_t count = 0;
    std::size_t clipped = 0;
    for (const SampleRange& segment : activity.segments) {
        const auto part = samples.subspan(segment.begin, segment.size());
        const double level = rms(part);
        energy += level * level * static_cast<double>(part.size());
        count += part.size();
        clipped += clippedSamples(part);
    }
    if (count > 0) {
        quality.speechDbfs = toDbfs(std::sqrt(energy / static_cast<double>(count)));
        quality.clippedShare = static_cast<double>(clipped) / static_cast<double>(count);
    }
    quality.noiseDbfs = noiseLevel(samples);
    quality.faults = faultsOf(quality, samples, activity, limits);
    return quality;
}

std::string describe(ClipFault fault)
{
    switch (fault) {
    case ClipFault::NoSpeech:
        return "There is no speech in the recording: speak after pressing the key, and check the microphone.";
    case ClipFault::TooQuiet:
        return "The recording is too quiet: move closer to the microphone or raise its level.";
    case ClipFault::Clipped:
        return "The recording is distorted because it is too loud: move away from the microphone or lower its level.";
    case ClipFault::CutOffAtStart:
        return "The first word may be cut off: wait a moment after pressing the key.";
    case ClipFault::CutOffAtEnd:
        return "The last word may be cut off: release the key a moment after speaking.";
    case ClipFault::TooLong:
        return "The recording is too long: describe the photo in a sentence or two.";
    case ClipFault::Noisy:
        return "There is much noise behind the speech: find a quieter place or move closer to the microphone.";
    }
    return {};
}

std::string describe(const ClipQuality& quality)
{
    return quality.faults.empty() ? "The recording is clear." : describe(quality.faults.front());
}

}  // namespace saysee::audio
