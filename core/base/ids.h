// Ids are types, so that a photo's id cannot be passed where a pair's is meant.
#pragma once

#include <cstdint>
#include <functional>

#include <compare>  // last: Qt 6.4's moc stumbles over a file that begins with it

namespace saysee::base {

template <class Tag>
struct StrongId {
    std::int64_t value = 0;  // 0 is no id; the database counts from 1

    [[nodiscard]] constexpr bool valid() const { return value > 0; }
    friend constexpr auto operator<=>(const StrongId&, const StrongId&) = default;
};

using PhotoId = StrongId<struct PhotoTag>;
using FolderId = StrongId<struct FolderTag>;
using RecordingId = StrongId<struct RecordingTag>;
using PairId = StrongId<struct PairTag>;
using VersionId = StrongId<struct VersionTag>;

}  // namespace saysee::base

template <class Tag>
struct std::hash<saysee::base::StrongId<Tag>> {
    std::size_t operator()(const saysee::base::StrongId<Tag>& id) const noexcept
    {
        return std::hash<std::int64_t>{}(id.value);
    }
};
