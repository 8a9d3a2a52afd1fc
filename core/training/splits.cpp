#include "core/training/splits.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

namespace saysee::training {
namespace {

constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15ULL;  // 2^64 / 1.618..., spreads small seeds
constexpr std::size_t kFitGroups = 2;  // photo groups that each side needs
constexpr std::size_t kJudgingGroups = 2;
constexpr std::size_t kStoppingGroups = 1;
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

// Holds out whole parts, smallest hash first, until the share is reached. A part is known by its first photo group.
std::vector<bool> holdOutParts(std::span<const SplitKey> pairs, const std::vector<std::size_t>& parts, double share,
                               std::uint64_t seed)
{
    std::map<std::size_t, std::size_t> sizes;
    std::map<std::size_t, std::int64_t> names;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        ++sizes[parts[i]];
        auto& name = names.try_emplace(parts[i], pairs[i].photoGroup).first->second;
        name = std::min(name, pairs[i].photoGroup);
    }
    std::vector<std::pair<std::uint64_t, std::size_t>> order;
    for (const auto& [part, name] : names)
        order.emplace_back(mixed(seed * kGoldenRatio + static_cast<std::uint64_t>(name)), part);
    std::sort(order.begin(), order.end());
    std::set<std::size_t> chosen;
    double left = share * static_cast<double>(parts.size());
    for (const auto& [hash, part] : order) {
        if (left <= 0)
            break;
        chosen.insert(part);
        left -= static_cast<double>(sizes[part]);
    }
    std::vector<bool> heldOut(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
        heldOut[i] = chosen.contains(parts[i]);
    return heldOut;
}

// How many photo groups a side must have, and how many must be left for the others.
struct GroupLimits {
    std::size_t fewest;
    std::size_t left;
};

// Holds out the photo groups with a hash below the share, and where these happen to be too few the next ones.
std::vector<bool> holdOutGroups(std::span<const SplitKey> pairs, double share, std::uint64_t seed,
                                const GroupLimits& limits)
{
    constexpr auto whole = static_cast<double>(std::numeric_limits<std::uint64_t>::max());
    std::map<std::int64_t, std::size_t> sizes;
    for (const SplitKey& pair : pairs)
        ++sizes[pair.photoGroup];
    std::vector<std::pair<std::uint64_t, std::int64_t>> order;
    for (const auto& [group, size] : sizes)
        order.emplace_back(mixed(seed * kGoldenRatio + static_cast<std::uint64_t>(group)), group);
    std::sort(order.begin(), order.end());
    std::set<std::int64_t> chosen;
    double left = share * static_cast<double>(pairs.size());
    for (const auto& [hash, group] : order) {
        const bool reached = static_cast<double>(hash) >= share * whole && left <= 0;
        if (chosen.size() >= limits.fewest && (reached || chosen.size() + limits.left >= order.size()))
            break;
        chosen.insert(group);
        left -= static_cast<double>(sizes[group]);
    }
    std::vector<bool> heldOut(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i)
        heldOut[i] = chosen.contains(pairs[i].photoGroup);
    return heldOut;
}

// Of what does not judge some stops.
Split sidesOf(std::span<const SplitKey> pairs, const std::vector<bool>& judging, const SplitShares& shares,
              std::uint64_t seed)
{
    Split split {std::vector<Side>(pairs.size(), Side::Fit), false};
    std::vector<SplitKey> rest;
    for (std::size_t i = 0; i < pairs.size(); ++i)
        if (!judging[i])
            rest.push_back(pairs[i]);
    const auto stopping =
        holdOutGroups(rest, shares.stop / (1 - shares.judge), seed + 1, {kStoppingGroups, kFitGroups});
    for (std::size_t i = 0, other = 0; i < pairs.size(); ++i) {
        if (judging[i])
            split.sides[i] = Side::Judge;
        else if (stopping[other++])
            split.sides[i] = Side::Stop;
    }
    return split;
}

}  // namespace

std::size_t Split::count(Side side) const
{
    return static_cast<std::size_t>(std::count(sides.begin(), sides.end(), side));
}

Split splitPairs(std::span<const SplitKey> pairs, const SplitShares& shares, std::uint64_t seed)
{
    const auto parts = partsOf(pairs);
    std::map<std::size_t, std::size_t> sizes;
    std::size_t largest = 0;
    for (const auto part : parts)
        largest = std::max(largest, ++sizes[part]);
    if (sizes.size() > 2 && static_cast<double>(largest) <= kLargestPart * static_cast<double>(pairs.size())) {
        Split apart = sidesOf(pairs, holdOutParts(pairs, parts, shares.judge, seed), shares, seed);
        apart.speakersApart = true;
        if (isEnough(apart, pairs))
            return apart;
    }
    const GroupLimits judging {kJudgingGroups, kFitGroups + kStoppingGroups};
    return sidesOf(pairs, holdOutGroups(pairs, shares.judge, seed, judging), shares, seed);
}

bool isEnough(const Split& split, std::span<const SplitKey> pairs)
{
    std::map<Side, std::set<std::int64_t>> groups;
    for (std::size_t i = 0; i < pairs.size(); ++i)
        groups[split.sides[i]].insert(pairs[i].photoGroup);
    return groups[Side::Fit].size() >= kFitGroups && groups[Side::Judge].size() >= kJudgingGroups
        && groups[Side::Stop].size() >= kStoppingGroups;
}

}  // namespace saysee::training
