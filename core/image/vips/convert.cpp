#include "core/image/vips/convert.h"

#include <memory>

namespace saysee::image {

vips::VImage viewOf(const RgbImage& image)
{
    // libvips takes a pointer to what it may write, and writes only for operations that draw.
    return vips::VImage::new_from_memory(const_cast<std::uint8_t*>(image.pixels.data()), image.pixels.size(),
                                         image.width, image.height, 3, VIPS_FORMAT_UCHAR)
        .copy(vips::VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

RgbImage pixelsOf(const vips::VImage& picture)
{
    std::size_t size = 0;
    const std::unique_ptr<void, void (*)(void*)> memory(picture.write_to_memory(&size), g_free);
    const auto* const begin = static_cast<const std::uint8_t*>(memory.get());
    return {picture.width(), picture.height(), std::vector<std::uint8_t>(begin, begin + size)};
}

}  // namespace saysee::image
