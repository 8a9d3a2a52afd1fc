// What changed on disk since the library looked last. Pure: known rows and found files in, decisions out.
//
// A file is the same photo when its path, size and time are unchanged (what rsync trusts). Under another path it is
// the same photo when its inode, size and time are (a rename), or else its content is (a move to another disk, a copy
// whose original went). Contents are compared only where the size is equal to that of a photo that may be meant, so a
// scan without such a change reads no file.
#pragma once

#include "core/library/photos.h"
#include "core/library/walk.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace saysee::library {

struct KnownPhoto {
    base::PhotoId id;
    base::FolderId folder;
    std::string path;  // relative
    FileStamp stamp;
    PhotoState state = PhotoState::Present;
    std::string sha256;  // 32 bytes; empty: its content was never read
    std::int64_t sidecarNs = 0;  // as in FoundFile
};

struct PlacedPhoto {
    base::PhotoId id;
    FoundFile file;  // where it is now, and its stamp
};

// Every known photo of a folder that was walked is in exactly one list or in `unchanged`, and so is every file.
struct ScanPlan {
    std::vector<FoundFile> added;
    std::vector<PlacedPhoto> changed;  // other content: vectors and metadata are void
    std::vector<PlacedPhoto> moved;  // same content elsewhere
    std::vector<PlacedPhoto> restamped;  // same content and place, other time, inode or sidecar
    std::vector<base::PhotoId> returned;  // gone, and back as they were
    std::vector<base::PhotoId> gone;
    std::vector<base::PhotoId> unreached;  // below a folder that could not be read: nothing is known
    std::size_t unchanged = 0;

    [[nodiscard]] bool empty() const;  // nothing to do
};

// The SHA-256 (32 bytes) of a found file; empty when it cannot be read.
using ContentHash = std::function<std::optional<std::string>(const FoundFile&)>;

// `known`: all photos of the walked folders, and gone ones of any folder. `found`, `unread`: what the walks said.
ScanPlan planScan(std::span<const KnownPhoto> known, std::span<const FoundFile> found,
                  std::span<const UnreadFolder> unread, const ContentHash& contentHash);

}  // namespace saysee::library
