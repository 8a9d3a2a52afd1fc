// Tells held notes from speech. The voice detector takes music for a voice; but the partials of a note stand still
// while it sounds, and those of a speaking voice glide from each moment to the next.
#pragma once

#include "core/audio/clip.h"

#include <span>
#include <vector>

namespace saysee::audio {

inline constexpr std::size_t kSteadinessHop = kSampleRate / 50;  // 20 ms

// One value for each whole 20 ms of the clip: how alike the fine structure of the spectrum (300-4000 Hz, without its
// envelope) is 40 ms apart; 1 the same, 0 unrelated. The lower quartile over real speech and espeak-ng voices is at
// most 0.1, over made pianos, guitars, a band and a violin with vibrato at eight to two notes a second 0.3-1.0. Pure.
std::vector<float> spectralSteadiness(std::span<const float> samples);

// True for each 20 ms around which, over a second, the lower quartile of `steadiness` says music: so speech over
// music stays speech. Values near the edges of the clip are judged by what there is of that second. Pure.
std::vector<bool> musicalHops(std::span<const float> steadiness);

}  // namespace saysee::audio
