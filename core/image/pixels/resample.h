// Antialiased resizing in 8-bit fixed point, bit for bit as Pillow does it: image towers were trained on its pixels.
// Source: the Pillow project, Resample.c (method and constants), restated.
#pragma once

#include "core/image/preprocess.h"

namespace saysee::image {

struct Region {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
};

// The `region` of what resizing the whole image to `width` x `height` gives; only what it needs is computed. The
// region must lie inside, and the image must hold width * height * 3 bytes.
[[nodiscard]] RgbImage resampled(const RgbImage& image, int width, int height, Interpolation interpolation,
                                 const Region& region);

}  // namespace saysee::image
