#include "core/search/lookalikes.h"

#include <algorithm>
#include <numeric>

namespace saysee::search {

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
