// The pure half of voice_activity.h: from frames to segments to a trimmed clip.
#include "core/audio/voice_activity.h"

#include <algorithm>

namespace saysee::audio {

namespace {

constexpr std::chrono::milliseconds kFrame {10};
constexpr std::size_t kFrameSamples = kSampleRate / 100;

std::size_t frames(std::chrono::milliseconds duration)
{
    return static_cast<std::size_t>(std::max<std::chrono::milliseconds::rep>(1, duration / kFrame));
}

std::size_t samplesIn(std::chrono::milliseconds duration)
{
    return static_cast<std::size_t>(duration.count()) * kSampleRate / 1000;
}

}  // namespace

double VoiceActivity::speechSeconds() const
{
    std::size_t total = 0;
    for (const SampleRange& segment : segments)
        total += segment.size();
    return static_cast<double>(total) / kSampleRate;
}

VoiceActivity joinFrames(std::span<const std::uint8_t> voiced, std::size_t sampleCount,
                         const VoiceActivityOptions& options)
{
    VoiceActivity activity;
    const std::size_t onset = frames(options.onset);
    const std::size_t hangover = frames(options.hangover);
    const std::size_t minSpeech = frames(options.minSpeech);

    std::size_t run = 0;  // voiced frames in a row, up to now
    std::size_t begin = 0;  // of the open segment
    std::size_t lastVoiced = 0;
    std::size_t voicedCount = 0;  // in the open segment
    bool open = false;
    const auto close = [&] {
        const std::size_t end = std::min(sampleCount, (lastVoiced + 1) * kFrameSamples);
        if (voicedCount >= minSpeech && begin * kFrameSamples < end)
            activity.segments.push_back({begin * kFrameSamples, end});
        open = false;
    };
    for (std::size_t i = 0; i < voiced.size(); ++i) {
        run = voiced[i] != 0 ? run + 1 : 0;
        if (!open && run == onset) {
            open = true;
            begin = i + 1 - onset;
            voicedCount = onset - 1;  // this frame is counted below
        }
        if (open && voiced[i] != 0) {
            lastVoiced = i;
            ++voicedCount;
        } else if (open && i - lastVoiced >= hangover) {
            close();
        }
    }
    if (open)
        close();
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

base::Result<Clip> trimToSpeech(const Clip& clip, const TrimMargins& margins)
{
    SAYSEE_ASSIGN(const VoiceActivity activity, detectSpeech(clip.samples));
    const SampleRange range = speechRange(activity, clip.samples.size(), margins);
    if (range.size() == 0)
        return base::fail(base::ErrorCode::AudioUnusable, "There is no speech in the recording.");
    const auto first = clip.samples.begin();
    return Clip {{first + static_cast<std::ptrdiff_t>(range.begin), first + static_cast<std::ptrdiff_t>(range.end)}};
}

}  // namespace saysee::audio
