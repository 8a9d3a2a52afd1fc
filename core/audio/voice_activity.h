// Where somebody speaks in a clip.
//
// Frames of 10 ms are judged by webrtc-audio-processing, music is told from speech by how still its notes stand, and
// a pure rule joins the frames to segments.
#pragma once

#include "core/audio/clip.h"
#include "core/base/result.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace saysee::audio {

// Half open, in samples of the clip.
struct SampleRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - begin; }
    friend bool operator==(const SampleRange&, const SampleRange&) = default;
};

struct VoiceActivity {
    std::vector<SampleRange> segments;  // ascending, apart from each other, inside the clip

    [[nodiscard]] bool hasSpeech() const { return !segments.empty(); }
    [[nodiscard]] double speechSeconds() const;
};

// What is known about 10 ms of sound.
enum class FrameVerdict : std::uint8_t {
    Pause,
    Voice,  // the voice detector hears something like a voice; loud noise does that too
    Speech  // and it stands out of the background as speech does
};

struct VoiceActivityOptions {
    std::chrono::milliseconds onset {60};  // frames above Pause in a row that begin a segment
    // A pause this long ends it; shorter ones are bridged. Voice without Speech reaches no further beyond it either.
    std::chrono::milliseconds hangover {300};
    std::chrono::milliseconds minSpeech {150};  // time of Speech that a segment must hold; less is a knock
};

// Judges the whole clip. No speech is a result (no segments), not an error. Error: Internal (the library refused).
// Threading: any thread; each call is independent.
base::Result<VoiceActivity> detectSpeech(std::span<const float> samples, const VoiceActivityOptions& options = {});

// The rule alone: one verdict for each 10 ms, to segments within `sampleCount`. Pure.
VoiceActivity joinFrames(std::span<const FrameVerdict> frames, std::size_t sampleCount,
                         const VoiceActivityOptions& options = {});

struct TrimMargins {
    std::chrono::milliseconds before {200};  // keeps soft consonants that the detector hears late
    std::chrono::milliseconds after {300};
};

// From the first word to the last with margins, within the clip; an empty range when nobody speaks. Pure.
SampleRange speechRange(const VoiceActivity& activity, std::size_t sampleCount, const TrimMargins& margins = {});

// The clip cut to speechRange. Error: AudioUnusable when nobody speaks.
base::Result<Clip> trimToSpeech(const Clip& clip, const TrimMargins& margins = {});

}  // namespace saysee::audio
