// The pure half of voice_activity.h: from frames to segments to the part worth keeping.
#include "core/audio/voice_activity.h"

#include <algorithm>
#include <optional>

namespace saysee::audio {

namespace {

constexpr std::chrono::milliseconds kFrame {10};
constexpr std::size_t kFrameSamples = kSampleRate / 100;

std::size_t framesIn(std::chrono::milliseconds duration)
{
    return static_cast<std::size_t>(std::max<std::chrono::milliseconds::rep>(1, duration / kFrame));
}

std::size_t samplesIn(std::chrono::milliseconds duration)
{
    return static_cast<std::size_t>(duration.count()) * kSampleRate / 1000;
}

// What a range of frames keeps: its Speech, and of the Voice before and after at most `margin`, since loud noise is
// Voice for as long as it lasts. Nothing when it holds less than `minSpeech`.
std::optional<SampleRange> aroundSpeech(std::span<const FrameVerdict> frames, SampleRange range, std::size_t margin,
                                        std::size_t minSpeech)
{
    std::size_t count = 0;
    std::size_t first = 0;
    std::size_t last = 0;
    for (std::size_t i = range.begin; i < range.end; ++i) {
        if (frames[i] != FrameVerdict::Speech)
            continue;
        first = count == 0 ? i : first;
        last = i;
        ++count;
    }
    if (count < minSpeech)
        return std::nullopt;
    return SampleRange {std::max(range.begin, first - std::min(first, margin)),
                        std::min(range.end, last + 1 + margin)};
}

}  // namespace

double VoiceActivity::speechSeconds() const
{
    std::size_t total = 0;
    for (const SampleRange& segment : segments)
        total += segment.size();
    return static_cast<double>(total) / kSampleRate;
}

VoiceActivity joinFrames(std::span<const FrameVerdict> frames, std::size_t sampleCount,
                         const VoiceActivityOptions& options)
{
    const std::size_t onset = framesIn(options.onset);
    const std::size_t hangover = framesIn(options.hangover);
    const std::size_t minSpeech = framesIn(options.minSpeech);
    VoiceActivity activity;
    std::size_t i = 0;
    while (i < frames.size()) {
        // A segment begins where `onset` frames in a row are voiced.
        std::size_t run = 0;
        while (i < frames.size() && run < onset)
            run = frames[i++] == FrameVerdict::Pause ? 0 : run + 1;
        if (run < onset)
            break;
        const std::size_t begin = i - onset;
        // It ends before the first pause of `hangover` frames.
        std::size_t end = i;
        while (i < frames.size() && i - end < hangover)
            if (frames[i++] != FrameVerdict::Pause)
                end = i;
        if (const auto segment = aroundSpeech(frames, {begin, end}, hangover, minSpeech))
            activity.segments.push_back(
                {segment->begin * kFrameSamples, std::min(sampleCount, segment->end * kFrameSamples)});
    }
    return activity;
}

SampleRange speechRange(const VoiceActivity& activity, std::size_t sampleCount, const TrimMargins& margins)
{
    if (!activity.hasSpeech())
        return {};
    const std::size_t begin = activity.segments.front().begin;
    const std::size_t end = activity.segments.back().end + samplesIn(margins.after);
    const std::size_t before = samplesIn(margins.before);
    return {begin > before ? begin - before : 0, std::min(sampleCount, end)};
}

}  // namespace saysee::audio
