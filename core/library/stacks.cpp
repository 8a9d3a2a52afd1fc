#include "core/library/stacks.h"

#include "core/library/walk.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace saysee::library {

namespace {

// "2023/IMG_1" of "2023/IMG_1.CR2", in lower case: cameras write .CR2 and .JPG, programs export .jpg.
std::string stemOf(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    const std::size_t dot = path.rfind('.');
    std::string stem =
        path.substr(0, dot == std::string::npos || (slash != std::string::npos && dot < slash) ? path.size() : dot);
    std::transform(stem.begin(), stem.end(), stem.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return stem;
}

std::string folderOf(const std::string& path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

using Candidates = std::vector<const StackCandidate*>;

void pairRawFiles(std::span<const StackCandidate> photos, std::vector<StackMember>& members, Candidates& rest)
{
    std::map<std::pair<base::FolderId, std::string>, base::PhotoId> pictures;
    for (const StackCandidate& photo : photos)
        if (photoFileKind(photo.path) == PhotoFile::Picture) {
            auto& leader = pictures.try_emplace({photo.folder, stemOf(photo.path)}, photo.id).first->second;
            leader = std::min(leader, photo.id);
        }
    for (const StackCandidate& photo : photos) {
        const bool raw = photoFileKind(photo.path) == PhotoFile::Raw;
        const auto leader = raw ? pictures.find({photo.folder, stemOf(photo.path)}) : pictures.end();
        if (leader != pictures.end())
            members.push_back({photo.id, leader->second, StackKind::RawBesideJpeg});
        else
            rest.push_back(&photo);
    }
}

// `shots`: of one camera in one folder, in the order they were taken.
void groupBursts(std::span<const StackCandidate* const> shots, std::vector<StackMember>& members)
{
    for (std::size_t first = 0, next = 0; first < shots.size(); first = next) {
        next = first + 1;
        while (next < shots.size() && *shots[next]->takenMs - *shots[next - 1]->takenMs <= kBurstGapMs)
            ++next;
        if (next - first < kSmallestBurst)
            continue;
        for (std::size_t i = first + 1; i < next; ++i)
            members.push_back({shots[i]->id, shots[first]->id, StackKind::Burst});
    }
}

}  // namespace

std::vector<StackMember> findStacks(std::span<const StackCandidate> photos)
{
    std::vector<StackMember> members;
    Candidates rest;
    pairRawFiles(photos, members, rest);

    std::erase_if(rest, [](const StackCandidate* photo) { return !photo->takenMs || photo->camera.empty(); });
    using Series = std::tuple<base::FolderId, std::string, std::string>;
    std::map<Series, Candidates> series;
    for (const StackCandidate* photo : rest)
        series[{photo->folder, folderOf(photo->path), photo->camera}].push_back(photo);
    for (auto& [key, shots] : series) {
        std::sort(shots.begin(), shots.end(), [](const StackCandidate* a, const StackCandidate* b) {
            return std::tie(*a->takenMs, a->path) < std::tie(*b->takenMs, b->path);
        });
        groupBursts(shots, members);
    }
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.photo < b.photo; });
    return members;
}

}  // namespace saysee::library
