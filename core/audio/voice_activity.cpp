#include "core/audio/voice_activity.h"

#include "core/audio/level_meter.h"
#include "core/audio/voice/steadiness.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>
#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>

namespace saysee::audio {

namespace {

constexpr std::size_t kFrameSamples = kSampleRate / 100;  // the library takes 10 ms at a time

// Above this the noise suppressor holds the frame for speech. On its own the voice detector takes loud noise for a
// voice (up to half the frames of a fan at -20 dBFS); the suppressor follows the background and does not (none of
// them).
constexpr float kSpeechProbability = 0.5F;

// The suppressor takes what it hears first for the background, and misses a word at the very beginning of a clip. So
// it hears half a second of the clip's own background before: more makes it slow to follow a changing one.
constexpr std::size_t kBackground = kSampleRate / 10;  // 100 ms, the quietest of the clip
constexpr std::size_t kLeadIn = kSampleRate / 2;

// It also does not learn from digital silence. This much noise is about -80 dBFS.
constexpr int kDither = 6;

// The library's voice detector and its noise suppressor's opinion, set up for 16 kHz mono. The processed sound is not
// used.
class FrameJudge {
public:
    FrameJudge() : m_processing(webrtc::AudioProcessing::Create())
    {
        m_frame.num_channels_ = 1;
        m_frame.sample_rate_hz_ = kSampleRate;
        m_frame.samples_per_channel_ = kFrameSamples;
        if (!m_processing)
            return;
        m_ready = m_processing->high_pass_filter()->Enable(true) == 0
            && m_processing->noise_suppression()->Enable(true) == 0
            && m_processing->voice_detection()->set_likelihood(webrtc::VoiceDetection::kLowLikelihood) == 0
            && m_processing->voice_detection()->Enable(true) == 0;
    }
    [[nodiscard]] bool ready() const { return m_ready; }

    // One verdict for each whole frame, appended.
    base::Status judge(std::span<const float> samples, std::vector<FrameVerdict>& verdicts)
    {
        for (std::size_t begin = 0; begin + kFrameSamples <= samples.size(); begin += kFrameSamples) {
            SAYSEE_ASSIGN(const FrameVerdict verdict, judgeFrame(samples.subspan(begin, kFrameSamples)));
            verdicts.push_back(verdict);
        }
        return {};
    }

private:
    base::Result<FrameVerdict> judgeFrame(std::span<const float> samples)
    {
        std::transform(samples.begin(), samples.end(), m_frame.data_, [this](float sample) {
            const int value = static_cast<int>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F));
            return static_cast<std::int16_t>(std::clamp(value + m_dither(m_random), -32768, 32767));
        });
        if (const int error = m_processing->ProcessStream(&m_frame); error != 0)
            return base::fail(base::ErrorCode::Internal, "The voice detector failed.", std::to_string(error));
        if (!m_processing->voice_detection()->stream_has_voice())
            return FrameVerdict::Pause;
        const float probability = m_processing->noise_suppression()->speech_probability();
        return probability > kSpeechProbability ? FrameVerdict::Speech : FrameVerdict::Voice;
    }

    std::unique_ptr<webrtc::AudioProcessing> m_processing;
    webrtc::AudioFrame m_frame;
    std::minstd_rand m_random;  // always the same: a clip's verdict never changes
    std::uniform_int_distribution<int> m_dither {-kDither, kDither};
    bool m_ready = false;
};

// The quietest moment, repeated with soft seams. `samples` holds at least kBackground.
std::vector<float> leadIn(std::span<const float> samples)
{
    std::span<const float> quietest = samples.first(kBackground);
    double least = rms(quietest);
    for (std::size_t begin = kFrameSamples; begin + kBackground <= samples.size(); begin += kFrameSamples) {
        const auto here = samples.subspan(begin, kBackground);
        if (const double level = rms(here); level < least) {
            least = level;
            quietest = here;
        }
    }
    // Half a sine in amplitude, overlapping by half: the power stays the same throughout.
    std::vector<float> result(kLeadIn);
    for (std::size_t begin = 0; begin < kLeadIn; begin += kBackground / 2)
        for (std::size_t i = 0; i < kBackground && begin + i < kLeadIn; ++i) {
            const float phase = std::numbers::pi_v<float> * (static_cast<float>(i) + 0.5F) / kBackground;
            result[begin + i] += quietest[i] * std::sin(phase);
        }
    return result;
}

}  // namespace

base::Result<VoiceActivity> detectSpeech(std::span<const float> samples, const VoiceActivityOptions& options)
{
    if (samples.size() < kBackground)  // shorter than any word
        return VoiceActivity {};
    FrameJudge judge;
    if (!judge.ready())
        return base::fail(base::ErrorCode::Internal, "The voice detector could not be set up.");
    std::vector<FrameVerdict> frames;
    frames.reserve(samples.size() / kFrameSamples);
    SAYSEE_TRY(judge.judge(leadIn(samples), frames));
    frames.clear();
    SAYSEE_TRY(judge.judge(samples, frames));
    const std::vector<bool> musical = musicalHops(spectralSteadiness(samples));
    for (std::size_t i = 0; i < frames.size() && i * kFrameSamples / kSteadinessHop < musical.size(); ++i)
        if (musical[i * kFrameSamples / kSteadinessHop])
            frames[i] = FrameVerdict::Pause;
    return joinFrames(frames, samples.size(), options);
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
