#include "core/audio/level_meter.h"

#include "core/audio/clip.h"

#include <algorithm>
#include <cmath>

namespace saysee::audio {

namespace {

constexpr double kMeanSeconds = 0.05;
constexpr double kPeakFallDbPerSecond = 20.0;
constexpr float kFullScale = 0.999F;
constexpr std::size_t kClippedHold = kSampleRate;  // samples
constexpr float kMeterFloorDbfs = -60.0F;

}  // namespace

float toDbfs(double amplitude)
{
    if (!(amplitude > 0))
        return kSilenceDbfs;
    return std::max(kSilenceDbfs, static_cast<float>(20.0 * std::log10(amplitude)));
}

double rms(std::span<const float> samples)
{
    if (samples.empty())
        return 0;
    double sum = 0;
    for (const float sample : samples)
        sum += static_cast<double>(sample) * static_cast<double>(sample);
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

float meterPosition(float dbfs) { return std::clamp(1.0F - dbfs / kMeterFloorDbfs, 0.0F, 1.0F); }

void LevelMeter::add(std::span<const float> samples)
{
    static const double meanKeep = std::exp(-1.0 / (kMeanSeconds * kSampleRate));
    static const float peakKeep = static_cast<float>(std::pow(10.0, -kPeakFallDbPerSecond / 20.0 / kSampleRate));
    for (const float sample : samples) {
        const float amplitude = std::abs(sample);
        m_meanSquare = meanKeep * m_meanSquare + (1.0 - meanKeep) * static_cast<double>(sample * sample);
        m_peak = std::max(m_peak * peakKeep, amplitude);
        if (amplitude >= kFullScale)
            m_sinceClip = 0;
        else if (m_sinceClip != kNeverClipped)
            ++m_sinceClip;
    }
}

Level LevelMeter::level() const
{
    return {toDbfs(std::sqrt(m_meanSquare)), toDbfs(static_cast<double>(m_peak)), m_sinceClip < kClippedHold};
}

}  // namespace saysee::audio
