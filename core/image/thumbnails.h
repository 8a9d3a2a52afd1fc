// Thumbnails shared with other programs: Thumbnail Managing Standard 0.9 (freedesktop.org), so that a folder that
// Dolphin or Nautilus has shown needs no decoding, and ours serve them.
#pragma once

#include "core/base/result.h"
#include "core/image/rgb_image.h"

#include <filesystem>
#include <optional>
#include <string>

namespace saysee::image {

// Longest side, pixels.
enum class ThumbnailSize { Normal = 128, Large = 256, XLarge = 512, XXLarge = 1024 };

// The canonical file:// URI of an absolute path, percent-encoded as GLib does; its MD5 names the thumbnail.
base::Result<std::string> thumbnailUri(const std::filesystem::path& photo);

// Where the thumbnail of `photo` lies, whether or not it exists: $XDG_CACHE_HOME/thumbnails/large/<md5>.png.
base::Result<std::filesystem::path> thumbnailPath(const std::filesystem::path& photo, ThumbnailSize size);

// The thumbnail, when there is one that was made of this file as it is now (Thumb::URI and Thumb::MTime agree, and
// Thumb::Size where it is given).
// Threading of all functions here: any thread, any process.
std::optional<RgbImage> readThumbnail(const std::filesystem::path& photo, ThumbnailSize size);

// Stores `image`, read from the file as it is now, which must be at most `size` on its longer side; written beside
// and renamed, readable by the owner alone. Errors: Io, InvalidArgument (too large, empty, or `photo` is itself a
// thumbnail).
base::Status writeThumbnail(const std::filesystem::path& photo, ThumbnailSize size, const RgbImage& image);

// The thumbnail, read or else decoded and stored; a failure to store is no failure. A picture that could not be
// decoded is remembered in the standard's fail folder until it changes, and fails at once the next time. Errors:
// those of decodeFile().
base::Result<RgbImage> thumbnail(const std::filesystem::path& photo, ThumbnailSize size);

}  // namespace saysee::image
