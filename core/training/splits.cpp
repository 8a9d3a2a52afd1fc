#include "core/training/splits.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace saysee::training {
namespace {

constexpr double kLargestPart = 0.5;  // of all pairs: a larger part leaves too little on the other side

std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;  // splitmix64's finaliser (Steele et al. 2014)
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

// Union-find with path halving.
class Parts {
public:
    explicit Parts(std::size_t count) : m_parent(count)
    {
        std::iota(m_parent.begin(), m_parent.end(), std::size_t {0});
    }
    std::size_t find(std::size_t item)
    {
        while (m_parent[item] != item)
            item = m_parent[item] = m_parent[m_parent[item]];
        return item;
    }
    void join(std::size_t a, std::size_t b) { m_parent[find(a)] = find(b); }

private:
    std::vector<std::size_t> m_parent;
};

// The part of each pair when pairs that share a photo group or a speaker belong together.
std::vector<std::size_t> partsOf(std::span<const SplitKey> pairs)
{
    Parts parts(pairs.size());
    std::map<std::int64_t, std::size_t> firstOfGroup;
    std::map<std::string, std::size_t> firstOfSpeaker;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        parts.join(i, firstOfGroup.try_emplace(pairs[i].photoGroup, i).first->second);
        parts.join(i, firstOfSpeaker.try_emplace(pairs[i].speaker, i).first->second);
    }
    std::vector<std::size_t> result(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i)
        result[i] = parts.find(i);
    return result;
}

// Holds out whole parts, smallest hash first, until the share is reached.
Split holdOutParts(const std::vector<std::size_t>& parts, double share, std::uint64_t seed)
{
    std::map<std::size_t, std::size_t> sizes;
    for (const auto part : parts)
        ++sizes[part];
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (const auto& [part, size] : sizes)
        order.emplace_back(mixed(seed * 0x9E3779B97F4A7C15ULL + part), part);
    std::sort(order.begin(), order.end());
    std::map<std::size_t, bool> chosen;
    double left = share * static_cast<double>(parts.size());
    for (const auto& [hash, part] : order) {
        if (left <= 0)
            break;
        chosen[part] = true;
        left -= static_cast<double>(sizes[part]);
    }
    Split split {std::vector<bool>(parts.size()), true};
    for (std::size_t i = 0; i < parts.size(); ++i)
        split.heldOut[i] = chosen[parts[i]];
    return split;
}

// Holds out the photo groups with a hash below the share, and where these happen to be too few the next ones.
Split holdOutGroups(std::span<const SplitKey> pairs, double share, std::uint64_t seed)
{
    constexpr auto whole = static_cast<double>(std::numeric_limits<std::uint64_t>::max());
    std::map<std::int64_t, std::size_t> sizes;
    for (const SplitKey& pair : pairs)
        ++sizes[pair.photoGroup];
    std::vector<std::pair<std::uint64_t, std::int64_t>> order;
    for (const auto& [group, size] : sizes)
        order.emplace_back(mixed(seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(group)), group);
    std::sort(order.begin(), order.end());
    std::set<std::int64_t> chosen;
    double left = share * static_cast<double>(pairs.size());
    for (const auto& [hash, group] : order) {
        if (static_cast<double>(hash) >= share * whole && left <= 0)
            break;
        chosen.insert(group);
        left -= static_cast<double>(sizes[group]);
    }
    Split split {std::vector<bool>(pairs.size()), false};
    for (std::size_t i = 0; i < pairs.size(); ++i)
        split.heldOut[i] = chosen.contains(pairs[i].photoGroup);
    return split;
}

}  // namespace

Split splitPairs(std::span<const SplitKey> pairs, double share, std::uint64_t seed)
{
    const auto parts = partsOf(pairs);
    std::map<std::size_t, std::size_t> sizes;
    std::size_t largest = 0;
    for (const auto part : parts)
        largest = std::max(largest, ++sizes[part]);
    if (sizes.size() > 2 && static_cast<double>(largest) <= kLargestPart * static_cast<double>(pairs.size()))
        return holdOutParts(parts, share, seed);

    return holdOutGroups(pairs, share, seed);
}

}  // namespace saysee::training
