#include "core/image/preprocess.h"

#include "core/image/pixels/resample.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace saysee::image {

namespace {

constexpr int kMaxSize = 4096;
constexpr std::size_t kChannels = 3;

void append(std::string& text, float value)
{
    std::array<char, 32> digits {};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
}

base::Status check(const RgbImage& image, const PreprocessSpec& spec)
{
    using base::ErrorCode;
    const bool whole = image.width > 0 && image.height > 0
        && image.pixels.size()
            == static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * kChannels;
    if (!whole)
        return base::fail(ErrorCode::InvalidArgument, "The picture has no pixels or a wrong number of them.");
    if (spec.size < 1 || spec.size > kMaxSize)
        return base::fail(ErrorCode::InvalidArgument,
                          "An image size of " + std::to_string(spec.size) + " pixels is not supported.");
    for (const float deviation : spec.deviation)
        if (!(std::abs(deviation) > 0))
            return base::fail(ErrorCode::InvalidArgument, "A preprocessing deviation of zero is not usable.");
    return {};
}

// The longer side after the shorter one became `size`; whole pixels, cut off as the reference does.
int longSide(int size, int shorter, int longer)
{
    const auto length = static_cast<std::int64_t>(size) * longer / shorter;
    return static_cast<int>(std::min<std::int64_t>(length, std::numeric_limits<int>::max() / 2));
}

// Where a centred window of `inner` begins; halves go to the even neighbour, as Python rounds.
int centred(int outer, int inner) { return static_cast<int>(std::nearbyint((outer - inner) / 2.0)); }

RgbImage fitted(const RgbImage& image, const PreprocessSpec& spec)
{
    const int size = spec.size;
    if (spec.fit == Fit::Squash)
        return resampled(image, size, size, spec.interpolation, {0, 0, size, size});
    const bool upright = image.height > image.width;
    const int width = upright ? size : longSide(size, image.height, image.width);
    const int height = upright ? longSide(size, image.width, image.height) : size;
    return resampled(image, width, height, spec.interpolation,
                     {centred(width, size), centred(height, size), size, size});
}

}  // namespace

std::string canonicalText(const PreprocessSpec& spec)
{
    std::string text = "size=" + std::to_string(spec.size);
    text += spec.fit == Fit::Squash ? ";fit=squash" : ";fit=shortest-side-then-crop";
    text += spec.interpolation == Interpolation::Bicubic ? ";interpolation=bicubic" : ";interpolation=bilinear";
    for (const auto& [name, values] : {std::pair(";mean=", spec.mean), std::pair(";deviation=", spec.deviation)}) {
        text += name;
        for (std::size_t channel = 0; channel < kChannels; ++channel) {
            text += channel == 0 ? "" : ",";
            append(text, values[channel]);
        }
    }
    return text;
}

base::Result<PixelTensor> preprocess(const RgbImage& image, const PreprocessSpec& spec)
{
    SAYSEE_TRY(check(image, spec));
    const RgbImage square = fitted(image, spec);
    const std::size_t area = static_cast<std::size_t>(spec.size) * static_cast<std::size_t>(spec.size);
    PixelTensor tensor {spec.size, std::vector<float>(area * kChannels)};
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
        std::array<float, 256> normalised {};
        for (std::size_t value = 0; value < normalised.size(); ++value)
            normalised[value] = (static_cast<float>(value) / 255.0F - spec.mean[channel]) / spec.deviation[channel];
        float* plane = tensor.values.data() + channel * area;
        for (std::size_t i = 0; i < area; ++i)
            plane[i] = normalised[square.pixels[i * kChannels + channel]];
    }
    return tensor;
}

}  // namespace saysee::image
