// Files and bytes to pixels: upright, sRGB, 8 bit, alpha laid over white, the first frame of an animation. The
// content decides the format, not the suffix. JPEG, PNG, WebP, TIFF, GIF, HEIC, AVIF, JPEG XL; RAW through its
// largest embedded preview.
#pragma once

#include "core/base/result.h"
#include "core/image/rgb_image.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace saysee::image {

// A picture that declares more pixels is refused before any is read: an uncompressed copy must fit in a gigabyte.
inline constexpr std::int64_t kMaxPixels = 256'000'000;

// Both limits hold when both are set. Pictures are only ever shrunk; the proportions are kept.
struct DecodeOptions {
    int shorterSide = 0;  // pixels the shorter side is shrunk to; 0: no limit. For an encoder: encoderShorterSide()
    int longerSide = 0;  // pixels the longer side is shrunk to; 0: no such limit. For a thumbnail or a screen
};

struct ImageInfo {
    int width = 0;  // upright, as decoding would give it without a limit
    int height = 0;
    std::string format;  // "jpeg", "png", "webp", "tiff", "gif", "heif", "jxl", "raw"
};

// Exif's orientation is obeyed, but for PNG, where libvips 8.14 does not read it, and for HEIC, AVIF and JPEG XL,
// which turn themselves. Errors of all three: NotFound, Io, UnsupportedFormat (also more than kMaxPixels), Corrupt
// (damaged, cut off, zero bytes). A picture that is cut off is an error even if a part of it could be
// shown. Threading: any thread; each call uses one thread, so a caller decodes as many at once as it has threads.
base::Result<RgbImage> decodeFile(const std::filesystem::path& path, const DecodeOptions& options = {});

// `name` is what error sentences call it: "the pasted picture".
base::Result<RgbImage> decodeBytes(std::span<const std::byte> bytes, std::string_view name,
                                   const DecodeOptions& options = {});

// Reads the header only.
base::Result<ImageInfo> readInfo(const std::filesystem::path& path);

// The shorterSide to decode at for an image tower of `size` pixels. Measured on 12-megapixel JPEGs and a tower of
// 224: what preprocess() then gives has a cosine above 0.9999 to what it gives from the whole picture, in a fifth of
// the time; at once the size it would be 0.995 to 0.999, at twice the size slower and no nearer.
[[nodiscard]] constexpr int encoderShorterSide(int size) { return size + size / 2; }

}  // namespace saysee::image
