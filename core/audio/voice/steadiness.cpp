#include "core/audio/voice/steadiness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>

extern "C" {
#include <libavutil/tx.h>
}

namespace saysee::audio {

namespace {

constexpr std::size_t kWindow = 1024;  // samples, 64 ms: tells partials apart from 50 Hz distance on
constexpr std::size_t kLag = 2;  // hops
constexpr std::size_t kFirstBin = 19;  // 300 Hz
constexpr std::size_t kBins = 237;  // up to 4 kHz
constexpr std::size_t kEnvelope = 8;  // bins to either side that are averaged away
constexpr std::size_t kNeighbours = 25;  // hops to either side that are judged together
constexpr std::size_t kFewest = 25;  // hops; one vowel may well be steady for less
constexpr float kMusical = 0.3F;  // of the lower quartile: one spoken word a second is enough to stay below
constexpr float kFloor = 1e-9F;  // of the power, so that digital silence has a logarithm

using Spectrum = std::array<float, kBins>;  // logarithmic, flattened, of length 1

class SpectrumMaker {
public:
    SpectrumMaker()
    {
        const float scale = 1;
        AVTXContext* context = nullptr;
        if (av_tx_init(&context, &m_transform, AV_TX_FLOAT_FFT, 0, kWindow, &scale, 0) >= 0)
            m_context.reset(context);
        for (std::size_t i = 0; i < kWindow; ++i)
            m_hann[i] = 0.5F - 0.5F * std::cos(2 * std::numbers::pi_v<float> * static_cast<float>(i) / kWindow);
    }
    [[nodiscard]] bool ready() const { return m_context != nullptr; }

    Spectrum make(std::span<const float, kWindow> samples)
    {
        for (std::size_t i = 0; i < kWindow; ++i)
            m_input[i] = {samples[i] * m_hann[i], 0};
        m_transform(m_context.get(), m_output.data(), m_input.data(), sizeof(AVComplexFloat));
        std::array<float, kBins + 2 * kEnvelope> log;
        for (std::size_t i = 0; i < log.size(); ++i) {
            const AVComplexFloat& bin = m_output[kFirstBin - kEnvelope + i];
            log[i] = std::log(bin.re * bin.re + bin.im * bin.im + kFloor);
        }
        return flattened(log);
    }

private:
    // Takes the local mean away (the envelope: vowels, instruments, the room) and scales to length 1.
    static Spectrum flattened(const std::array<float, kBins + 2 * kEnvelope>& log)
    {
        constexpr float kSpan = 2 * kEnvelope + 1;
        Spectrum result;
        float sum = 0;
        for (std::size_t i = 0; i < 2 * kEnvelope; ++i)
            sum += log[i];
        float square = 0;
        for (std::size_t i = 0; i < kBins; ++i) {
            sum += log[i + 2 * kEnvelope];
            result[i] = log[i + kEnvelope] - sum / kSpan;
            square += result[i] * result[i];
            sum -= log[i];
        }
        for (float& value : result)
            value /= std::sqrt(square + kFloor);
        return result;
    }

    struct FreeTransform {
        void operator()(AVTXContext* context) const { av_tx_uninit(&context); }
    };
    std::unique_ptr<AVTXContext, FreeTransform> m_context;
    av_tx_fn m_transform = nullptr;
    std::array<float, kWindow> m_hann {};
    alignas(64) std::array<AVComplexFloat, kWindow> m_input {};
    alignas(64) std::array<AVComplexFloat, kWindow> m_output {};
};

float product(const Spectrum& a, const Spectrum& b)
{
    float sum = 0;
    for (std::size_t i = 0; i < kBins; ++i)
        sum += a[i] * b[i];
    return sum;
}

}  // namespace

std::vector<float> spectralSteadiness(std::span<const float> samples)
{
    std::vector<float> steadiness(samples.size() / kSteadinessHop, 0.0F);
    const auto maker = std::make_unique<SpectrumMaker>();
    if (!maker->ready())
        return steadiness;  // then nothing is taken for music
    std::array<Spectrum, kLag + 1> recent;
    for (std::size_t hop = 0; hop * kSteadinessHop + kWindow <= samples.size(); ++hop) {
        recent[hop % recent.size()] = maker->make(samples.subspan(hop * kSteadinessHop).first<kWindow>());
        // Both windows together reach from hop - 2 to hop + 3.2.
        if (hop >= kLag)
            steadiness[hop] = product(recent[hop % recent.size()], recent[(hop - kLag) % recent.size()]);
    }
    return steadiness;
}

std::vector<bool> musicalHops(std::span<const float> steadiness)
{
    std::vector<bool> musical(steadiness.size(), false);
    std::vector<float> around;
    for (std::size_t hop = 0; hop < steadiness.size(); ++hop) {
        const std::size_t begin = hop > kNeighbours ? hop - kNeighbours : 0;
        const std::size_t end = std::min(steadiness.size(), hop + kNeighbours + 1);
        if (end - begin < kFewest)
            continue;
        around.assign(steadiness.begin() + static_cast<std::ptrdiff_t>(begin),
                      steadiness.begin() + static_cast<std::ptrdiff_t>(end));
        const auto quartile = around.begin() + static_cast<std::ptrdiff_t>(around.size() / 4);
        std::nth_element(around.begin(), quartile, around.end());
        musical[hop] = *quartile > kMusical;
    }
    return musical;
}

}  // namespace saysee::audio
