// Which photos are shown as one: a RAW file and the picture beside it, the shots of a burst. Pure.
#pragma once

#include "core/library/photos.h"

#include <span>
#include <string>
#include <vector>

namespace saysee::library {

struct StackCandidate {
    base::PhotoId id;
    base::FolderId folder;
    std::string path;  // relative
    std::optional<std::int64_t> takenMs;  // on the camera's clock
    std::string camera;
};

struct StackMember {
    base::PhotoId photo;
    base::PhotoId leader;
    StackKind kind = StackKind::None;

    friend bool operator==(const StackMember&, const StackMember&) = default;
};

// A burst: at least three shots of one camera in one folder, each at most a second after the one before.
inline constexpr std::int64_t kBurstGapMs = 1000;
inline constexpr std::size_t kSmallestBurst = 3;

// Members in ascending order of their ids; leaders are no members. A RAW file leads nothing when a picture of the
// same name lies beside it; the first shot leads a burst.
std::vector<StackMember> findStacks(std::span<const StackCandidate> photos);

}  // namespace saysee::library
