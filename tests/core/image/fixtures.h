// Pictures that the image tests write: four plain quadrants, so that every turn and mirroring shows.
#pragma once

#include "core/image/rgb_image.h"
#include "core/image/vips/runtime.h"

#include <array>
#include <filesystem>
#include <string>
#include <vips/vips8>

namespace saysee::test {

// As read from the upright picture: top left, top right, bottom left, bottom right. R, G, B, white (W).
using Quadrants = std::string;
inline const Quadrants kUpright = "RGBW";

// The application never writes JPEG XL, so its writer is blocked there.
inline void start()
{
    static_cast<void>(image::startVips());
    vips_operation_block_set("VipsForeignSaveJxl", FALSE);
}

// 8 bit, sRGB; sides are even.
inline vips::VImage quadrants(int width, int height)
{
    start();
    const auto plain = [&](std::vector<double> colour) {
        return vips::VImage::black(width / 2, height / 2, vips::VImage::option()->set("bands", 3))
            .linear({1, 1, 1}, colour)
            .cast(VIPS_FORMAT_UCHAR)
            .copy(vips::VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
    };
    return vips::VImage::arrayjoin(
               {plain({200, 40, 40}), plain({40, 200, 40}), plain({40, 40, 200}), plain({235, 235, 235})},
               vips::VImage::option()->set("across", 2))
        .copy_memory();
}

// Which colour dominates in the middle of each quadrant; "?" for one that is none of the four.
inline Quadrants seen(const image::RgbImage& picture)
{
    Quadrants result;
    for (const auto& [x, y] : {std::pair {1, 1}, {3, 1}, {1, 3}, {3, 3}}) {
        const auto row = std::size_t(picture.height * y / 4);
        const auto column = std::size_t(picture.width * x / 4);
        const std::uint8_t* pixel = picture.pixels.data() + (row * std::size_t(picture.width) + column) * 3;
        const bool red = pixel[0] > 150;
        const bool green = pixel[1] > 150;
        const bool blue = pixel[2] > 150;
        result += red && green && blue ? 'W'
            : red && !green && !blue   ? 'R'
            : green && !red && !blue   ? 'G'
            : blue && !red && !green   ? 'B'
                                       : '?';
    }
    return result;
}

inline std::string bytesOf(const vips::VImage& picture, const char* suffix)
{
    void* memory = nullptr;
    std::size_t size = 0;
    picture.write_to_buffer(suffix, &memory, &size);
    std::string bytes(static_cast<const char*>(memory), size);
    g_free(memory);
    return bytes;
}

}  // namespace saysee::test
