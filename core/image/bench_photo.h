// A made-up photo as a camera would write it, for measuring how fast photos are read.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>

namespace saysee::image {

struct BenchPhoto {
    int width = 4000;  // pixels: 12 megapixels, what phones have taken for a decade
    int height = 3000;
    int quality = 90;  // of JPEG; gives 4 to 5 MB
    std::uint32_t seed = 1;
};

// Soft shapes with fine grain over them, so that it is as large and as slow to read as a photo. Error: Io.
base::Status writeBenchPhoto(const std::filesystem::path& file, const BenchPhoto& photo = {});

}  // namespace saysee::image
