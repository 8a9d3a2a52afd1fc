// The log-mel spectrogram that Whisper listens to: 25 ms windows every 10 ms, Slaney's mel scale, log10, the loudest
// 80 dB. Source: Radford et al. 2022, section 2.2, and the released feature extractor.
#pragma once

#include <ATen/ATen.h>
#include <cstdint>
#include <span>
#include <vector>

namespace saysee::model {

inline constexpr int kMelHop = 160;  // samples from frame to frame at 16 kHz
inline constexpr int kMelWindow = 400;  // samples in a frame
inline constexpr int kWindowFrames = 3000;  // 30 s
inline constexpr int kWindowSamples = kWindowFrames * kMelHop;

// Triangular filters over the bins 0..200 of a 400-point transform at 16 kHz, row-major [bands][201]: Slaney's scale
// (linear below 1 kHz, logarithmic above), each filter of equal area.
[[nodiscard]] std::vector<float> melFilters(int bands);

// What follows the last sample: silence (a clip in a longer window) or its mirror image (a clip alone).
enum class ClipEnd { Silence, Mirror };

// Threading: const calls may run side by side.
class LogMel {
public:
    explicit LogMel(int bands);

    // Frames first..first + frames of a clip, log10 of mel power, not yet normalised: [bands, frames] float.
    // Frames beyond the clip are silence. Samples that are not finite count as silence.
    [[nodiscard]] at::Tensor power(std::span<const float> samples, std::int64_t first, std::int64_t frames,
                                   ClipEnd end = ClipEnd::Silence) const;

    // The loudest value of power() over the whole clip: what the reference takes normalise()'s `peak` from.
    [[nodiscard]] float peak(std::span<const float> samples) const;

    // Keeps what lies within 8 of `peak` (80 dB) and brings it to about -1..1.
    [[nodiscard]] static at::Tensor normalise(const at::Tensor& power, float peak);

    // A clip of at most 30 s followed by silence up to `frames`: [bands, frames]. An empty clip is silence.
    [[nodiscard]] at::Tensor window(std::span<const float> samples, std::int64_t frames = kWindowFrames) const;

    [[nodiscard]] int bands() const { return static_cast<int>(m_filters.size(1)); }

private:
    at::Tensor m_hann;  // [400]
    at::Tensor m_filters;  // [201, bands]
};

}  // namespace saysee::model
