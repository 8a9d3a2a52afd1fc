// Between our pixels and libvips's.
#pragma once

#include "core/image/rgb_image.h"

#include <vips/vips8>

namespace saysee::image {

// A view: `image` must outlive it and whatever is computed from it. Throws vips::VError, as the other does.
[[nodiscard]] vips::VImage viewOf(const RgbImage& image);

// Runs what `picture` stands for. It must have three bands of 8 bit.
[[nodiscard]] RgbImage pixelsOf(const vips::VImage& picture);

}  // namespace saysee::image
