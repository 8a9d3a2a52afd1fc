// Which pairs are trained on and which are held out. Pure.
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

struct Split {
    std::vector<bool> heldOut;  // one a pair
    bool speakersApart = false;  // no speaker is on both sides
};

// Holds out about `share` of the pairs, 0..1. Pairs of one photo group always stay together. Where the pairs fall
// into parts that share neither photo group nor speaker, and none of these holds most of them, whole parts are held
// out; else (typically one speaker) photo groups alone decide. The choice depends on `seed` and the keys, not on the
// order of other pairs; where photo groups decide, pairs added later move few of the earlier ones between sides.
[[nodiscard]] Split splitPairs(std::span<const SplitKey> pairs, double share, std::uint64_t seed);

}  // namespace saysee::training
