#include "core/audio/voice_activity.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <webrtc/modules/audio_processing/include/audio_processing.h>
#include <webrtc/modules/interface/module_common_types.h>

namespace saysee::audio {

namespace {

constexpr std::size_t kFrameSamples = kSampleRate / 100;  // the library takes 10 ms at a time

// Above this the noise suppressor holds the frame for speech. On its own the voice detector takes loud noise for a
// voice (up to half the frames of a fan at -20 dBFS); the suppressor follows the background and does not (none of
// them).
constexpr float kSpeechProbability = 0.5F;

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

    base::Result<FrameVerdict> judge(std::span<const float> samples)
    {
        std::transform(samples.begin(), samples.end(), m_frame.data_, [](float sample) {
            return static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F));
        });
        if (const int error = m_processing->ProcessStream(&m_frame); error != 0)
            return base::fail(base::ErrorCode::Internal, "The voice detector failed.", std::to_string(error));
        if (!m_processing->voice_detection()->stream_has_voice())
            return FrameVerdict::Pause;
        const float probability = m_processing->noise_suppression()->speech_probability();
        return probability > kSpeechProbability ? FrameVerdict::Speech : FrameVerdict::Voice;
    }

private:
    std::unique_ptr<webrtc::AudioProcessing> m_processing;
    webrtc::AudioFrame m_frame;
    bool m_ready = false;
};

}  // namespace

base::Result<VoiceActivity> detectSpeech(std::span<const float> samples, const VoiceActivityOptions& options)
{
    FrameJudge judge;
    if (!judge.ready())
        return base::fail(base::ErrorCode::Internal, "The voice detector could not be set up.");
    std::vector<FrameVerdict> frames;
    frames.reserve(samples.size() / kFrameSamples);
    for (std::size_t begin = 0; begin + kFrameSamples <= samples.size(); begin += kFrameSamples) {
        SAYSEE_ASSIGN(const FrameVerdict verdict, judge.judge(samples.subspan(begin, kFrameSamples)));
        frames.push_back(verdict);
    }
    return joinFrames(frames, samples.size(), options);
}

}  // namespace saysee::audio
