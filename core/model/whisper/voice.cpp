#include "core/model/whisper/voice.h"

#include <algorithm>
#include <cmath>

namespace saysee::model {
namespace {

constexpr std::size_t kPiece = 60 * 16'000;  // samples
constexpr std::int64_t kSmooth = 4'000;  // transforms of multiples of this are quick: 2^5 * 5^3

std::int64_t roundedUp(std::int64_t count, std::int64_t step) { return (count + step - 1) / step * step; }

constexpr double kLeastDeviation = 1e-3;

// Mean and deviation over time. [T, H] -> [2 H]
at::Tensor timeStatistics(const at::Tensor& states)
{
    const at::Tensor x = states.to(at::kFloat);
    return at::cat({x.mean(0), x.std(0, false)});
}

// Mean square of the deviations, over the statistics. [2 H], [2, 2 H] -> scalar
at::Tensor distance(const at::Tensor& statistics, const at::Tensor& speaker)
{
    return ((statistics - speaker[0]) / speaker[1]).square().mean();
}

at::Tensor summarise(const at::Tensor& recordings)  // [N, 2 H] -> [2, 2 H]
{
    return at::stack({recordings.mean(0), recordings.std(0, true).clamp_min(kLeastDeviation)});
}

}  // namespace

Voice::Voice(Weights& weights, int width, int rank)
    : m_pace(weights.take("voice.pace", {1}, Init::Ones)),
      m_down(takeLinear(weights, "voice.down", width, rank)), m_up {weights.take("voice.up.weight", {width, rank},
                                                                                 Init::Zeros),
                                                                    weights.take("voice.up.bias", {width},
                                                                                 Init::Zeros)},
      m_speaker(weights.take("voice.speaker", {2, 2 * width}, Init::Ones)),
      m_reach(weights.take("voice.reach", {1}, Init::Zeros))
{
}

at::Tensor Voice::adapt(const at::Tensor& states) const
{
    const at::Tensor x = states.to(m_up.weight.scalar_type());
    const at::Tensor inner = at::gelu(m_down(at::layer_norm(x, {x.size(-1)})));  // [..., R]
    return (x + m_up(inner)).to(states.scalar_type());
}

bool Voice::soundsLike(const at::Tensor& states) const
{
    return states.size(0) > 0
        && distance(timeStatistics(states), m_speaker.to(at::kFloat)).item<float>() <= m_reach.item<float>();
}

Speaker speakerOf(const std::vector<at::Tensor>& recordings)
{
    constexpr std::size_t kFewest = 3;
    if (recordings.size() < kFewest) {
        const std::int64_t width = recordings.empty() ? 0 : recordings.front().size(1);
        return {at::ones({2, 2 * width}), at::zeros({1})};
    }
    std::vector<at::Tensor> rows;
    for (const at::Tensor& states : recordings)
        rows.push_back(timeStatistics(states));
    const at::Tensor all = at::stack(rows);  // [N, 2 H]
    std::vector<float> distances;
    for (std::int64_t i = 0; i < all.size(0); ++i) {
        const at::Tensor others = at::cat({all.narrow(0, 0, i), all.narrow(0, i + 1, all.size(0) - i - 1)});
        distances.push_back(distance(all[i], summarise(others)).item<float>());
    }
    std::sort(distances.begin(), distances.end());
    constexpr double kShare = 0.9;
    const auto reach = distances[static_cast<std::size_t>(kShare * static_cast<double>(distances.size() - 1))];
    return {summarise(all), at::full({1}, reach)};
}

double Voice::pace() const
{
    return std::clamp(static_cast<double>(m_pace.detach().item<float>()), kSlowestPace, kFastestPace);
}

// By way of the spectrum: what lies above the new band is cut off, and the rest is turned back into fewer or more
// samples. The silence behind the piece keeps its end from its beginning.
std::vector<float> playFaster(std::span<const float> samples, double pace)
{
    std::vector<float> faster;
    for (std::size_t first = 0; first < samples.size(); first += kPiece) {
        const auto piece = samples.subspan(first, std::min(kPiece, samples.size() - first));
        const auto count = static_cast<std::int64_t>(piece.size());
        const std::int64_t from = roundedUp(count + kSmooth / 4, kSmooth);
        const std::int64_t to = std::llround(static_cast<double>(from) / pace);
        at::Tensor padded = at::zeros({from});
        std::copy(piece.begin(), piece.end(), padded.data_ptr<float>());
        const at::Tensor spectrum = at::fft_rfft(padded);  // [from / 2 + 1]
        const at::Tensor played =
            (at::fft_irfft(spectrum, to) * (static_cast<double>(to) / static_cast<double>(from))).contiguous();
        const auto kept = static_cast<std::int64_t>(std::llround(static_cast<double>(count) / pace));
        const float* values = played.data_ptr<float>();
        faster.insert(faster.end(), values, values + std::min(kept, to));
    }
    return faster;
}

}  // namespace saysee::model
