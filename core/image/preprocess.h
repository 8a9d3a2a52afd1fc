// From pixels to what an image tower takes. The recipe is data: it belongs to a model and to its SpaceId.
#pragma once

#include "core/base/result.h"
#include "core/image/rgb_image.h"

#include <array>
#include <string>
#include <vector>

namespace saysee::image {

enum class Fit { ShortestSideThenCrop, Squash };
enum class Interpolation { Bicubic, Bilinear };  // both antialiased, as PIL does

// Defaults are OpenAI CLIP's (clip/clip.py).
struct PreprocessSpec {
    int size = 224;  // pixels, both sides of the result
    Fit fit = Fit::ShortestSideThenCrop;
    Interpolation interpolation = Interpolation::Bicubic;
    std::array<float, 3> mean = {0.48145466F, 0.4578275F, 0.40821073F};
    std::array<float, 3> deviation = {0.26862954F, 0.26130258F, 0.27577711F};

    friend bool operator==(const PreprocessSpec&, const PreprocessSpec&) = default;
};

// A stable text of every field, for hashing into a SpaceId.
[[nodiscard]] std::string canonicalText(const PreprocessSpec& spec);

// Planar floats ready for the image tower: [3, size, size].
struct PixelTensor {
    int size = 0;
    std::vector<float> values;
};

// Resizes with PIL's antialiased filter (8-bit intermediate, as PIL rounds), crops, scales and normalises.
// Errors (InvalidArgument): an image without pixels or with a wrong number of them, a size outside 1..4096, a
// deviation of zero. Threading: any thread.
base::Result<PixelTensor> preprocess(const RgbImage& image, const PreprocessSpec& spec);

}  // namespace saysee::image
