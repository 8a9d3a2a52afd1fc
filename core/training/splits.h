// Which pairs are trained on, which say when to stop, and which judge the result. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace saysee::training {

struct SplitKey {
    std::int64_t photoGroup = 0;  // the same for a photo and its near-duplicates
    std::string speaker;  // empty: unknown, counts as one speaker
};

enum class Side : std::uint8_t {
    Fit,  // learned from
    Stop,  // chooses the epoch that is kept
    Judge  // touched by neither: what the gate and the report go by
};

// Of all pairs, 0..1; together less than 1.
struct SplitShares {
    double stop = 0.15;
    double judge = 0.2;
};

struct Split {
    std::vector<Side> sides;  // one a pair
    bool speakersApart = false;  // no speaker is both judged by and on another side

    [[nodiscard]] std::size_t count(Side side) const;
};

// Pairs of one photo group always stay together. Where the pairs fall into parts that share neither photo group nor
// speaker, and none of these holds most of them, whole parts judge, if that is enough; else (typically one speaker)
// photo groups alone decide. What stops is chosen by photo group from the rest. Five photo groups are always enough.
// The choice depends on `seed` and the keys, not on the order of pairs; where photo groups decide, pairs added later
// move few of the earlier ones between sides.
[[nodiscard]] Split splitPairs(std::span<const SplitKey> pairs, const SplitShares& shares, std::uint64_t seed);

// Whether a run can do with it: at least two photo groups to learn from and to be judged by, and one to stop by.
[[nodiscard]] bool isEnough(const Split& split, std::span<const SplitKey> pairs);

}  // namespace saysee::training
