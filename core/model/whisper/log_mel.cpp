#include "core/model/whisper/log_mel.h"

#include <algorithm>
#include <cmath>

namespace saysee::model {

namespace {

constexpr int kBins = kMelWindow / 2 + 1;
constexpr double kSampleRate = 16'000.0;
constexpr float kFloorPower = 1e-10F;
constexpr float kLoudest = 1e4F;  // a sample beyond this is no sound; its power would overflow

// Slaney's Auditory Toolbox (1998): 200/3 Hz a mel up to 1 kHz, then 27 mels for a factor of 6.4.
constexpr double kLinearStep = 200.0 / 3.0;
constexpr double kBreakHertz = 1000.0;
constexpr double kBreakMel = kBreakHertz / kLinearStep;
const double kLogStep = std::log(6.4) / 27.0;

double melOfHertz(double hertz)
{
    return hertz < kBreakHertz ? hertz / kLinearStep : kBreakMel + std::log(hertz / kBreakHertz) / kLogStep;
}

double hertzOfMel(double mel)
{
    return mel < kBreakMel ? mel * kLinearStep : kBreakHertz * std::exp((mel - kBreakMel) * kLogStep);
}

// The sample at `index` of the clip with its mirrored start (and end): an index outside reflects once.
float sampleAt(std::span<const float> samples, std::int64_t index, ClipEnd end)
{
    const auto count = static_cast<std::int64_t>(samples.size());
    if (index < 0)
        index = -index;
    if (index >= count && end == ClipEnd::Mirror)
        index = 2 * (count - 1) - index;
    if (index < 0 || index >= count)
        return 0.0F;
    const float value = samples[static_cast<std::size_t>(index)];
    return std::isfinite(value) && std::abs(value) < kLoudest ? value : 0.0F;
}

// Frame f is centred on sample f * hop; so many frames reach into the clip.
std::int64_t soundingFrames(std::span<const float> samples)
{
    const auto count = static_cast<std::int64_t>(samples.size());
    return count == 0 ? 0 : (count + kMelWindow / 2 + kMelHop - 1) / kMelHop;
}

}  // namespace

std::vector<float> melFilters(int bands)
{
    std::vector<double> edges(static_cast<std::size_t>(bands) + 2);  // Hz
    const double top = melOfHertz(kSampleRate / 2);
    for (std::size_t i = 0; i < edges.size(); ++i)
        edges[i] = hertzOfMel(top * static_cast<double>(i) / (bands + 1));

    std::vector<float> filters(static_cast<std::size_t>(bands) * kBins);
    for (std::size_t band = 0; band < static_cast<std::size_t>(bands); ++band) {
        const double low = edges[band];
        const double centre = edges[band + 1];
        const double high = edges[band + 2];
        for (std::size_t bin = 0; bin < kBins; ++bin) {
            const double hertz = static_cast<double>(bin) * kSampleRate / kMelWindow;
            const double height = std::min((hertz - low) / (centre - low), (high - hertz) / (high - centre));
            filters[band * kBins + bin] = static_cast<float>(std::max(0.0, height) * 2.0 / (high - low));
        }
    }
    return filters;
}

LogMel::LogMel(int bands)
    : m_hann(at::hann_window(kMelWindow, at::kFloat)),
      m_filters(at::tensor(melFilters(bands)).view({bands, kBins}).t().contiguous())
{
}

at::Tensor LogMel::power(std::span<const float> samples, std::int64_t first, std::int64_t frames, ClipEnd end) const
{
    at::Tensor result = at::full({bands(), frames}, std::log10(kFloorPower), at::kFloat);
    const std::int64_t sounding = std::clamp<std::int64_t>(soundingFrames(samples) - first, 0, frames);
    if (sounding == 0)
        return result;

    at::Tensor signal = at::empty({(sounding - 1) * kMelHop + kMelWindow}, at::kFloat);
    float* out = signal.data_ptr<float>();
    const std::int64_t start = first * kMelHop - kMelWindow / 2;
    for (std::int64_t i = 0; i < signal.size(0); ++i)
        out[i] = sampleAt(samples, start + i, end);

    const at::Tensor windows = signal.unfold(0, kMelWindow, kMelHop) * m_hann;  // [F, 400]
    const at::Tensor spectrum = at::view_as_real(at::fft_rfft(windows));  // [F, 201, 2]
    const at::Tensor mel = at::mm(spectrum.square().sum(2), m_filters);  // [F, bands]
    result.narrow(1, 0, sounding).copy_(mel.clamp_min(kFloorPower).log10().t());
    return result;
}

float LogMel::peak(std::span<const float> samples) const
{
    float loudest = std::log10(kFloorPower);
    const std::int64_t frames = soundingFrames(samples);
    for (std::int64_t first = 0; first < frames; first += kWindowFrames)
        loudest = std::max(
            loudest,
            power(samples, first, std::min<std::int64_t>(kWindowFrames, frames - first)).max().item<float>());
    return loudest;
}

at::Tensor LogMel::normalise(const at::Tensor& power, float peak)
{
    return (power.clamp_min(peak - 8.0) + 4.0) / 4.0;
}

at::Tensor LogMel::window(std::span<const float> samples, std::int64_t frames) const
{
    const at::Tensor logPower = power(samples, 0, frames);
    return normalise(logPower, logPower.max().item<float>());
}

}  // namespace saysee::model
