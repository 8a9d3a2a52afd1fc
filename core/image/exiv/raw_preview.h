// The picture that a camera stores inside a RAW file: what the photographer saw, without developing the sensor's
// data.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace saysee::image {

// By suffix, as most RAW files look like TIFF inside.
[[nodiscard]] bool hasRawSuffix(const std::filesystem::path& path);

struct RawPreview {
    std::vector<std::byte> bytes;  // a JPEG or TIFF file
    int orientation = 1;  // the RAW file's, 1..8: previews seldom carry their own
};

// The largest preview. Errors: Corrupt, UnsupportedFormat (no preview inside).
base::Result<RawPreview> readRawPreview(const std::filesystem::path& path);

}  // namespace saysee::image
