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

struct StampHash {
    std::size_t operator()(const FileStamp& stamp) const
    {
        return std::hash<std::uint64_t> {}(stamp.inode * 0x9e3779b97f4a7c15U + stamp.size)
            ^ std::hash<std::int64_t> {}(stamp.mtimeNs);
    }
};

bool sameTimeAndSize(const FileStamp& a, const FileStamp& b) { return a.size == b.size && a.mtimeNs == b.mtimeNs; }

std::string_view nameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// One scan: each step settles some of the photos and files that the steps before left open.
class Planner {
public:
    Planner(std::span<const KnownPhoto> known, const ContentHash& contentHash) : m_contentHash(contentHash)
    {
        m_open.reserve(known.size());
        for (const KnownPhoto& photo : known)
            m_open.emplace(Place {photo.folder, photo.path}, &photo);
    }

    ScanPlan plan(std::span<const FoundFile> found, std::span<const UnreadFolder> unread)
    {
        std::vector<const FoundFile*> files = settleUnchanged(found);
        setAside(unread);
        files = settleRenamed(files);
        files = settleInPlace(files);
        settleByContent(files);
        for (const auto& [place, photo] : m_open) {
            if (photo->state == PhotoState::Gone)
                ++m_plan.unchanged;
            else
                m_plan.gone.push_back(photo->id);
        }
        std::sort(m_plan.gone.begin(), m_plan.gone.end());
        return std::move(m_plan);
    }

private:
    using Files = std::vector<const FoundFile*>;

    void settle(const KnownPhoto& photo) { m_open.erase({photo.folder, photo.path}); }

    const KnownPhoto* openAt(const FoundFile& file) const
    {
        const auto found = m_open.find({file.folder, file.path});
        return found == m_open.end() ? nullptr : found->second;
    }

    Files settleUnchanged(std::span<const FoundFile> found)
    {
        Files left;
        for (const FoundFile& file : found) {
            const KnownPhoto* photo = openAt(file);
            if (photo == nullptr || !sameTimeAndSize(photo->stamp, file.stamp)) {
                left.push_back(&file);
                continue;
            }
            const bool described = photo->sidecarNs == file.sidecarNs;  // as it was
            if (photo->state == PhotoState::Gone && described)
                m_plan.returned.push_back(photo->id);
            else if (photo->stamp == file.stamp && described)
                ++m_plan.unchanged;
            else
                m_plan.restamped.push_back({photo->id, file});
            settle(*photo);
        }
        return left;
    }

    // What lies below a folder that could not be read is neither gone nor elsewhere.
    void setAside(std::span<const UnreadFolder> unread)
    {
        if (unread.empty())
            return;
        std::erase_if(m_open, [&](const auto& entry) {
            const KnownPhoto& photo = *entry.second;
            const bool below = std::any_of(unread.begin(), unread.end(), [&](const UnreadFolder& folder) {
                return folder.folder == photo.folder && photo.path.starts_with(folder.path);
            });
            if (below && photo.state != PhotoState::Gone)
                m_plan.unreached.push_back(photo.id);
            return below && photo.state != PhotoState::Gone;
        });
        std::sort(m_plan.unreached.begin(), m_plan.unreached.end());
    }

    Files settleRenamed(const Files& files)
    {
        std::unordered_map<FileStamp, const KnownPhoto*, StampHash> byStamp;
        for (const auto& [place, photo] : m_open)
            byStamp.emplace(photo->stamp, photo);
        Files left;
        for (const FoundFile* file : files) {
            const auto found = byStamp.find(file->stamp);
            if (found == byStamp.end()) {
                left.push_back(file);
                continue;
            }
            m_plan.moved.push_back({found->second->id, *file});
            settle(*found->second);
            byStamp.erase(found);  // of two links to one file, one is the photo
        }
        return left;
    }

    Files settleInPlace(const Files& files)
    {
        Files left;
        for (const FoundFile* file : files) {
            const KnownPhoto* photo = openAt(*file);
            if (photo == nullptr) {
                left.push_back(file);
                continue;
            }
            // An unreadable file that somebody touched deserves another try.
            const bool mayBeSame = photo->stamp.size == file->stamp.size && !photo->sha256.empty()
                && photo->state != PhotoState::Unreadable;
            const bool same = mayBeSame && m_contentHash(*file) == photo->sha256;
            if (!same && photo->state == PhotoState::Gone) {
                left.push_back(file);  // another photo that took its name
                continue;
            }
            (same ? m_plan.restamped : m_plan.changed).push_back({photo->id, *file});
            settle(*photo);
        }
        return left;
    }

    void settleByContent(const Files& files)
    {
        std::multimap<std::uint64_t, const KnownPhoto*> bySize;
        for (const auto& [place, photo] : m_open)
            if (!photo->sha256.empty())
                bySize.emplace(photo->stamp.size, photo);
        for (const FoundFile* file : files) {
            const auto [begin, end] = bySize.equal_range(file->stamp.size);
            const auto hash = begin == end ? std::nullopt : m_contentHash(*file);
            auto best = end;
            for (auto it = begin; hash && it != end; ++it)
                if (it->second->sha256 == *hash && (best == end || closer(*it->second, *best->second, *file)))
                    best = it;
            if (best == end) {
                m_plan.added.push_back(*file);
                continue;
            }
            m_plan.moved.push_back({best->second->id, *file});
            settle(*best->second);
            bySize.erase(best);
        }
    }

    // Of several equal files, the one with the same name is meant, else the first one known.
    static bool closer(const KnownPhoto& a, const KnownPhoto& b, const FoundFile& file)
    {
        const bool aNamed = nameOf(a.path) == nameOf(file.path);
        const bool bNamed = nameOf(b.path) == nameOf(file.path);
        return aNamed != bNamed ? aNamed : a.id < b.id;
    }

    const ContentHash& m_contentHash;
    std::unordered_map<Place, const KnownPhoto*, PlaceHash> m_open;
    ScanPlan m_plan;
};

}  // namespace

bool ScanPlan::empty() const
{
    return added.empty() && changed.empty() && moved.empty() && restamped.empty() && returned.empty() && gone.empty();
}

ScanPlan planScan(std::span<const KnownPhoto> known, std::span<const FoundFile> found,
                  std::span<const UnreadFolder> unread, const ContentHash& contentHash)
{
    return Planner(known, contentHash).plan(found, unread);
}

}  // namespace saysee::library
