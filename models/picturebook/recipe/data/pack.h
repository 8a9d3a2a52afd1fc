// Completes the folder of the pack: how pictures are prepared and pack.json with every file's size and SHA-256.
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace saysee::picturebook {

// `folder` holds recogniser/ and image-text/ as saysee-pretrain left them, and head.safetensors when that stage is
// done; without it the pack searches with words alone. Errors: NotFound when a part is missing, Io.
base::Status writeManifest(const std::filesystem::path& folder, int pictureSide);

}  // namespace saysee::picturebook
