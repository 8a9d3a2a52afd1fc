#include "core/library/scan_plan.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

namespace saysee::library {

using base::FolderId;
using base::PhotoId;

namespace {

struct Place {
    FolderId folder;
    std::string_view path;
    friend bool operator==(const Place&, const Place&) = default;
};

struct PlaceHash {
    std::size_t operator()(const Place& place) const
    {
        return std::hash<std::string_view> {}(place.path)
            ^ (std::hash<FolderId> {}(place.folder) * 0x9e3779b97f4a7c15U);
    }
};

bool sameTimeAndSize(const FileStamp& a, const FileStamp& b) { return a.size == b.size && a.mtimeNs == b.mtimeNs; }

// Photos whose file is no longer where it was, by size: whom a file under a new path may be.
class Vanished {
public:
    void add(const KnownPhoto& photo) { m_bySize.emplace(photo.stamp.size, &photo); }

    // Takes the photo that `file` is, if there is one.
    const KnownPhoto* claim(const FoundFile& file, const ContentHash& contentHash)
    {
        const auto [begin, end] = m_bySize.equal_range(file.stamp.size);
        for (auto it = begin; it != end; ++it)
            if (it->second->stamp == file.stamp)
                return take(it);
        if (std::none_of(begin, end, [](const auto& entry) { return !entry.second->sha256.empty(); }))
            return nullptr;
        const std::optional<std::string> hash = contentHash(file);
        if (!hash)
            return nullptr;
        auto best = end;
        for (auto it = begin; it != end; ++it)
            if (it->second->sha256 == *hash && (best == end || closer(*it->second, *best->second, file)))
                best = it;
        return best == end ? nullptr : take(best);
    }

    [[nodiscard]] const auto& left() const { return m_bySize; }

private:
    using BySize = std::multimap<std::uint64_t, const KnownPhoto*>;

    // Of several equal files, the one with the same name is meant, else the first one known.
    static bool closer(const KnownPhoto& a, const KnownPhoto& b, const FoundFile& file)
    {
        const auto name = [](std::string_view path) { return path.substr(path.rfind('/') + 1); };
        const bool aNamed = name(a.path) == name(file.path);
        const bool bNamed = name(b.path) == name(file.path);
        return aNamed != bNamed ? aNamed : a.id < b.id;
    }

    const KnownPhoto* take(BySize::const_iterator it)
    {
        const KnownPhoto* photo = it->second;
        m_bySize.erase(it);
        return photo;
    }

    BySize m_bySize;
};

// What a file at a known path means.
void planInPlace(const KnownPhoto& photo, const FoundFile& file, const ContentHash& contentHash, ScanPlan& plan)
{
    if (sameTimeAndSize(photo.stamp, file.stamp)) {
        if (photo.state == PhotoState::Gone)
            plan.returned.push_back(photo.id);
        else if (photo.stamp == file.stamp)
            ++plan.unchanged;
        else
            plan.restamped.push_back({photo.id, file});
        return;
    }
    // An unreadable file that somebody touched deserves another try.
    const bool mayBeSame =
        photo.stamp.size == file.stamp.size && !photo.sha256.empty() && photo.state != PhotoState::Unreadable;
    const bool same = mayBeSame && contentHash(file) == photo.sha256;
    (same ? plan.restamped : plan.changed).push_back({photo.id, file});
}

bool below(std::span<const UnreadFolder> unread, const KnownPhoto& photo)
{
    return std::any_of(unread.begin(), unread.end(), [&](const UnreadFolder& folder) {
        return folder.folder == photo.folder && photo.path.starts_with(folder.path);
    });
}

}  // namespace

bool ScanPlan::empty() const
{
    return added.empty() && changed.empty() && moved.empty() && restamped.empty() && returned.empty() && gone.empty();
}

ScanPlan planScan(std::span<const KnownPhoto> known, std::span<const FoundFile> found,
                  std::span<const UnreadFolder> unread, const ContentHash& contentHash)
{
    std::unordered_map<Place, const KnownPhoto*, PlaceHash> byPlace;
    byPlace.reserve(known.size());
    for (const KnownPhoto& photo : known)
        byPlace.emplace(Place {photo.folder, photo.path}, &photo);

    ScanPlan plan;
    std::vector<const FoundFile*> elsewhere;
    for (const FoundFile& file : found) {
        const auto place = byPlace.find({file.folder, file.path});
        if (place == byPlace.end()) {
            elsewhere.push_back(&file);
            continue;
        }
        planInPlace(*place->second, file, contentHash, plan);
        byPlace.erase(place);
    }

    // From here on byPlace holds what was not found where it was.
    Vanished vanished;
    for (const KnownPhoto& photo : known) {
        if (!byPlace.contains({photo.folder, photo.path}))
            continue;
        if (photo.state != PhotoState::Gone && below(unread, photo))
            plan.unreached.push_back(photo.id);
        else
            vanished.add(photo);
    }
    for (const FoundFile* file : elsewhere) {
        if (const KnownPhoto* photo = vanished.claim(*file, contentHash))
            plan.moved.push_back({photo->id, *file});
        else
            plan.added.push_back(*file);
    }
    for (const auto& [size, photo] : vanished.left()) {
        if (photo->state == PhotoState::Gone)
            ++plan.unchanged;
        else
            plan.gone.push_back(photo->id);
    }
    std::sort(plan.gone.begin(), plan.gone.end());
    return plan;
}

}  // namespace saysee::library
