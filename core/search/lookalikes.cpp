#include "core/search/lookalikes.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace saysee::search {

namespace {

using Neighbours = std::vector<base::PhotoId>;  // best first

// Grows a group from `first`: a neighbour joins when it looks like everyone who is in already.
base::Result<PhotoGroup> growGroup(const index::VectorIndex& index, base::PhotoId first, const Neighbours& neighbours,
                                   const LookAlikeOptions& options)
{
    PhotoGroup group = {first};
    for (const base::PhotoId candidate : neighbours) {
        if (group.size() == options.largestGroup)
            break;
        SAYSEE_ASSIGN(const base::Embedding vector, index.vectorOf(candidate));
        SAYSEE_ASSIGN(const auto scores, index.score(vector, group));
        if (std::all_of(scores.begin(), scores.end(),
                        [&](const auto& hit) { return hit.score >= options.threshold; }))
            group.push_back(candidate);
    }
    std::sort(group.begin(), group.end());
    return group;
}

}  // namespace

base::Result<std::vector<PhotoGroup>> findLookAlikes(const index::VectorIndex& index,
                                                     const std::vector<PhotoGroup>& duplicates,
                                                     const LookAlikeOptions& options, const base::TaskContext& task)
{
    std::unordered_set<base::PhotoId> repeated;
    for (const PhotoGroup& group : duplicates)
        repeated.insert(group.begin() + (group.empty() ? 0 : 1), group.end());
    index::IdFilter open = index.sample(index.size());  // photos that may still join a group, ascending
    std::erase_if(open, [&](base::PhotoId photo) { return repeated.contains(photo); });

    const std::size_t all = open.size();
    std::vector<PhotoGroup> groups;
    while (!open.empty()) {
        if (task.stopRequested())
            return base::cancelled();
        task.progress({"Comparing photos", all - open.size(), all});
        const base::PhotoId first = open.front();
        open.erase(open.begin());
        SAYSEE_ASSIGN(const base::Embedding vector, index.vectorOf(first));
        SAYSEE_ASSIGN(const auto hits, index.search(vector, options.largestGroup, &open));
        Neighbours neighbours;
        for (const index::Hit& hit : hits)
            if (hit.score >= options.threshold)
                neighbours.push_back(hit.photo);
        SAYSEE_ASSIGN(PhotoGroup group, growGroup(index, first, neighbours, options));
        if (group.size() < 2)
            continue;
        std::erase_if(open,
                      [&](base::PhotoId photo) { return std::binary_search(group.begin(), group.end(), photo); });
        groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<std::size_t> groupLookAlikes(std::span<const std::span<const float>> pictures, float threshold)
{
    const auto alike = [&](std::size_t a, std::size_t b) {
        return std::inner_product(pictures[a].begin(), pictures[a].end(), pictures[b].begin(), 0.0F) >= threshold;
    };
    std::vector<std::vector<std::size_t>> groups;
    std::vector<std::size_t> groupOf;
    for (std::size_t photo = 0; photo < pictures.size(); ++photo) {
        const auto home = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
            return std::all_of(group.begin(), group.end(), [&](std::size_t member) { return alike(photo, member); });
        });
        groupOf.push_back(static_cast<std::size_t>(home - groups.begin()));
        if (home == groups.end())
            groups.push_back({photo});
        else
            home->push_back(photo);
    }
    return groupOf;
}

}  // namespace saysee::search
