#include "core/image/bench_photo.h"

#include "core/image/vips/runtime.h"

#include <vips/vips8>

namespace saysee::image {

base::Status writeBenchPhoto(const std::filesystem::path& file, const BenchPhoto& photo)
{
    using vips::VImage;
    SAYSEE_TRY(startVips());
    try {
        const auto noise = [&](int cell, int channel) {
            return VImage::perlin(
                photo.width, photo.height,
                VImage::option()
                    ->set("cell_size", cell)
                    ->set("seed", static_cast<int>(photo.seed * 16 + static_cast<unsigned>(channel))));
        };
        const VImage grain = VImage::gaussnoise(
            photo.width, photo.height,
            VImage::option()->set("sigma", 9.0)->set("mean", 0.0)->set("seed", static_cast<int>(photo.seed)));
        const VImage detail = noise(16, 3) * 20.0;
        std::vector<VImage> channels;
        for (int channel = 0; channel < 3; ++channel)
            channels.push_back(noise(512, channel) * 90.0 + 128.0 + detail + grain);
        VImage::bandjoin(channels)
            .cast(VIPS_FORMAT_UCHAR)
            .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))
            .jpegsave(file.c_str(), VImage::option()->set("Q", photo.quality));
    } catch (const vips::VError& error) {
        vips_error_clear();
        return base::fail(base::ErrorCode::Io, "Cannot write " + file.string() + "; is the disk full?", error.what());
    }
    return {};
}

}  // namespace saysee::image
