// Whether a clip is good enough to search or to label with, and what to do about it, before anybody relies on it.
#pragma once

#include "core/audio/voice_activity.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace saysee::audio {

enum class ClipFault : std::uint8_t { NoSpeech, TooQuiet, Clipped, CutOffAtStart, CutOffAtEnd, TooLong, Noisy };

// Levels are measured, on real recordings made worse step by step, where nothing else is said.
struct QualityLimits {
    float minSpeechDbfs = -45.0F;  // RMS of the speech; ordinary speech into a laptop is about -32 dBFS
    float minSignalToNoise = 10.0F;  // dB, speech to noise
    double maxClippedShare = 0.001;  // of the speech samples, in runs at full scale
    double maxSeconds = 30.0;  // one window of the recogniser
    float edgeBelowSpeech = 15.0F;  // dB; speech at an edge of the clip that is not quieter than this was cut off
};

struct ClipQuality {
    std::vector<ClipFault> faults;  // worst first; empty for a good clip
    float peakDbfs = 0;
    float speechDbfs = -100.0F;  // RMS within speech
    float noiseDbfs = -100.0F;  // a tenth of the clip is quieter than this
    double clippedShare = 0;  // 0..1
    double speechSeconds = 0;
    double seconds = 0;

    // Not NoSpeech: everything else is a warning.
    [[nodiscard]] bool usable() const;
    [[nodiscard]] bool has(ClipFault fault) const;
};

// Pure. `activity` is that of the same samples.
ClipQuality assessClip(std::span<const float> samples, const VoiceActivity& activity,
                       const QualityLimits& limits = {});

// One plain sentence about the worst fault, with advice: "The recording is too quiet: move closer to the microphone
// or raise its level." For a good clip: "The recording is clear."
std::string describe(const ClipQuality& quality);
std::string describe(ClipFault fault);

}  // namespace saysee::audio
