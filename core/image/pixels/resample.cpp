#include "core/image/pixels/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace saysee::image {

namespace {

constexpr int kChannels = 3;
constexpr int kFractionBits = 22;  // 32 minus 8 for the pixel and 2 for the kernel's overshoot

double bilinear(double x) { return std::max(0.0, 1.0 - std::abs(x)); }

double bicubic(double x)
{
    constexpr double a = -0.5;  // Keys 1981
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    if (x < 2.0)
        return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
    return 0.0;
}

// The weights of the input pixels [first, first + weights.size()) for one output pixel.
struct Tap {
    int first = 0;
    std::vector<int> weights;  // fixed point, kFractionBits
};

// For the outputs [from, from + count) of `input` pixels resized to `output`.
std::vector<Tap> taps(int input, int output, Interpolation interpolation, int from, int count)
{
    const double scale = static_cast<double>(input) / output;
    const double stretch = std::max(scale, 1.0);  // when shrinking, the kernel widens: that is the antialiasing
    const double support = (interpolation == Interpolation::Bicubic ? 2.0 : 1.0) * stretch;
    std::vector<Tap> result(static_cast<std::size_t>(count));
    std::vector<double> weights;
    for (int i = 0; i < count; ++i) {
        const double center = (from + i + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(center - support + 0.5));
        const int end = std::min(input, static_cast<int>(center + support + 0.5));
        double sum = 0;
        weights.clear();
        for (int x = first; x < end; ++x) {
            const double distance = (x - center + 0.5) / stretch;
            weights.push_back(interpolation == Interpolation::Bicubic ? bicubic(distance) : bilinear(distance));
            sum += weights.back();
        }
        Tap& tap = result[static_cast<std::size_t>(i)];
        tap.first = first;
        for (const double weight : weights)
            tap.weights.push_back(static_cast<int>(std::lround(weight / sum * (1 << kFractionBits))));
    }
    return result;
}

std::uint8_t clipped(int sum) { return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255)); }

constexpr int kHalf = 1 << (kFractionBits - 1);

void resampleRow(const std::uint8_t* row, std::span<const Tap> columns, std::uint8_t* out)
{
    for (const Tap& tap : columns) {
        const std::uint8_t* pixel = row + static_cast<std::ptrdiff_t>(tap.first) * kChannels;
        int red = kHalf;
        int green = kHalf;
        int blue = kHalf;
        for (const int weight : tap.weights) {
            red += pixel[0] * weight;
            green += pixel[1] * weight;
            blue += pixel[2] * weight;
            pixel += kChannels;
        }
        *out++ = clipped(red);
        *out++ = clipped(green);
        *out++ = clipped(blue);
    }
}

}  // namespace

RgbImage resampled(const RgbImage& image, int width, int height, Interpolation interpolation, const Region& region)
{
    // A side that keeps its length gets taps of one whole pixel, so both passes can always run.
    const std::vector<Tap> columns = taps(image.width, width, interpolation, region.left, region.width);
    const std::vector<Tap> rows = taps(image.height, height, interpolation, region.top, region.height);
    const int firstRow = rows.front().first;
    const int endRow = rows.back().first + static_cast<int>(rows.back().weights.size());
    const auto stride = static_cast<std::size_t>(region.width) * kChannels;

    std::vector<std::uint8_t> narrowed(static_cast<std::size_t>(endRow - firstRow) * stride);
    for (int y = firstRow; y < endRow; ++y)
        resampleRow(image.pixels.data()
                        + static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) * kChannels,
                    columns, narrowed.data() + static_cast<std::size_t>(y - firstRow) * stride);

    RgbImage result {region.width, region.height, std::vector<std::uint8_t>(stride * rows.size())};
    std::vector<int> sums(stride);
    std::uint8_t* out = result.pixels.data();
    for (const Tap& tap : rows) {
        std::fill(sums.begin(), sums.end(), kHalf);
        const std::uint8_t* in = narrowed.data() + static_cast<std::size_t>(tap.first - firstRow) * stride;
        for (const int weight : tap.weights) {
            for (std::size_t i = 0; i < stride; ++i)
                sums[i] += in[i] * weight;
            in += stride;
        }
        out = std::transform(sums.begin(), sums.end(), out, clipped);
    }
    return result;
}

}  // namespace saysee::image
