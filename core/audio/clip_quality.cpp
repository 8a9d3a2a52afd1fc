#include "core/audio/clip_quality.h"

#include "core/audio/level_meter.h"

#include <algorithm>
#include <cmath>

namespace saysee::audio {

namespace {

constexpr float kFullScale = 0.999F;
constexpr std::size_t kClippedRun = 3;  // samples; a single one at full scale is a peak, a run is a flattened wave
constexpr std::size_t kGuard = kSampleRate / 20;  // 50 ms beside speech are neither speech nor pause: breath, echo

// Mean squares over parts of the clip.
class PowerSum {
public:
    void add(std::span<const float> samples)
    {
        const double level = rms(samples);
        m_sum += level * level * static_cast<double>(samples.size());
        m_count += samples.size();
    }
    [[nodiscard]] float dbfs() const
    {
        return m_count == 0 ? kSilenceDbfs : toDbfs(std::sqrt(m_sum / static_cast<double>(m_count)));
    }
    [[nodiscard]] std::size_t count() const { return m_count; }

private:
    double m_sum = 0;
    std::size_t m_count = 0;
};

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

PowerSum pausesOf(std::span<const float> samples, const VoiceActivity& activity)
{
    PowerSum pauses;
    std::size_t begin = 0;
    const auto addUpTo = [&](std::size_t end) {
        if (end > begin)
            pauses.add(samples.subspan(begin, end - begin));
    };
    for (const SampleRange& segment : activity.segments) {
        addUpTo(segment.begin > kGuard ? segment.begin - kGuard : 0);
        begin = std::min(samples.size(), segment.end + kGuard);
    }
    addUpTo(samples.size());
    return pauses;
}

std::vector<ClipFault> faultsOf(const ClipQuality& quality, const VoiceActivity& activity, std::size_t sampleCount,
                                bool pauseKnown, const QualityLimits& limits)
{
    if (!activity.hasSpeech())
        return {ClipFault::NoSpeech};
    std::vector<ClipFault> faults;
    const auto edge = static_cast<std::size_t>(limits.edgeSeconds * kSampleRate);
    if (quality.speechDbfs < limits.minSpeechDbfs)
        faults.push_back(ClipFault::TooQuiet);
    if (quality.clippedShare > limits.maxClippedShare)
        faults.push_back(ClipFault::Clipped);
    if (activity.segments.front().begin < edge)
        faults.push_back(ClipFault::CutOffAtStart);
    if (activity.segments.back().end + edge > sampleCount)
        faults.push_back(ClipFault::CutOffAtEnd);
    if (quality.seconds > limits.maxSeconds)
        faults.push_back(ClipFault::TooLong);
    if (pauseKnown && quality.speechDbfs - quality.noiseDbfs < limits.minSignalToNoise)
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

    PowerSum speech;
    std::size_t clipped = 0;
    for (const SampleRange& segment : activity.segments) {
        const auto part = samples.subspan(segment.begin, segment.size());
        speech.add(part);
        clipped += clippedSamples(part);
    }
    quality.speechDbfs = speech.dbfs();
    if (speech.count() > 0)
        quality.clippedShare = static_cast<double>(clipped) / static_cast<double>(speech.count());
    const PowerSum pauses = pausesOf(samples, activity);
    quality.noiseDbfs = pauses.dbfs();
    quality.faults = faultsOf(quality, activity, samples.size(), pauses.count() > 0, limits);
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
        return "The recording is longer than 30 seconds: describe the photo in a sentence or two.";
    case ClipFault::Noisy:
        return "There is much noise behind the speech: find a quieter place or move closer to the microphone.";
    }
    return {};
}

std::string describe(const ClipQuality& quality)
{
    return quality.faults.empty() ? "The recording is clear." : describe(quality.faults.front());
}

std::string_view faultName(ClipFault fault)
{
    switch (fault) {
    case ClipFault::NoSpeech:
        return "no-speech";
    case ClipFault::TooQuiet:
        return "too-quiet";
    case ClipFault::Clipped:
        return "clipped";
    case ClipFault::CutOffAtStart:
        return "cut-off-at-start";
    case ClipFault::CutOffAtEnd:
        return "cut-off-at-end";
    case ClipFault::TooLong:
        return "too-long";
    case ClipFault::Noisy:
        return "noisy";
    }
    return {};
}

}  // namespace saysee::audio
