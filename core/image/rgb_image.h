// Pixels as the encoder, the thumbnailer and the screen all get them: upright, sRGB, 8 bit, tightly packed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace saysee::image {

struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  // [height, width, 3], rows without padding

    [[nodiscard]] bool empty() const { return pixels.empty(); }
};

}  // namespace saysee::image
