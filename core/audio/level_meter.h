// How loud it is right now, for a meter on the screen.
#pragma once

#include <span>

namespace saysee::audio {

// Full scale is 0 dBFS; digital silence reads as this.
inline constexpr float kSilenceDbfs = -100.0F;

struct Level {
    float rmsDbfs = kSilenceDbfs;  // over the last 50 ms
    float peakDbfs =
        kSilenceDbfs;  // highest sample, falling by 20 dB a second (the fall of IEC 60268-18 peak meters)
    bool clipped = false;  // full scale was reached in the last second
};

// Feed 16 kHz samples in blocks of any size. One thread; see Recorder for the level of a running take.
class LevelMeter {
public:
    void add(std::span<const float> samples);
    [[nodiscard]] Level level() const;

private:
    double m_meanSquare = 0;
    float m_peak = 0;
    std::size_t m_sinceClip = kNeverClipped;

    static constexpr std::size_t kNeverClipped = static_cast<std::size_t>(-1);
};

// 20 log10(amplitude), not below kSilenceDbfs.
[[nodiscard]] float toDbfs(double amplitude);

// Root of the mean square, 0 for no samples.
[[nodiscard]] double rms(std::span<const float> samples);

// Where a bar stands, 0..1: linear in decibels from -60 (nothing) to 0 dBFS, so that ordinary speech at -32 dBFS and
// a quiet room at -48 dBFS can be told apart.
[[nodiscard]] float meterPosition(float dbfs);

}  // namespace saysee::audio
