#include "core/search/lookalikes.h"

#include <algorithm>
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
    std::unordered_set<base::PhotoId> leftOut;  // equal to an earlier photo, or in a group already
    for (const PhotoGroup& group : duplicates)
        leftOut.insert(group.begin() + (group.empty() ? 0 : 1), group.end());

    const std::vector<base::PhotoId> all = index.sample(index.size());
    std::vector<PhotoGroup> groups;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (task.stopRequested())
            return base::cancelled();
        task.progress({"Comparing photos", i, all.size()});
        if (leftOut.contains(all[i]))
            continue;
        SAYSEE_ASSIGN(const base::Embedding vector, index.vectorOf(all[i]));
        // Duplicates of neighbours take places in the list too.
        SAYSEE_ASSIGN(const auto hits, index.search(vector, 2 * options.largestGroup));
        Neighbours neighbours;
        for (const index::Hit& hit : hits)
            if (hit.score >= options.threshold && hit.photo != all[i] && !leftOut.contains(hit.photo))
                neighbours.push_back(hit.photo);
        SAYSEE_ASSIGN(PhotoGroup group, growGroup(index, all[i], neighbours, options));
        if (group.size() < 2)
            continue;
        leftOut.insert(group.begin(), group.end());
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace saysee::search
