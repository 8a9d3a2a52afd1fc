// Whether a tune becomes the one that searches use. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace saysee::training {

// For each query the rank of its photo, 1 is best, before and after the tune, in the same order.
struct RankChange {
    std::span<const int> before;
    std::span<const int> after;
};

struct GateRule {
    int topRanks = 1;  // recall, of which nothing may be lost on held-out pairs, counts so many
    int seenRanks = 10;  // as far down somebody looks: a photo that moves below them counts for nothing
    double confidence = 0.9;  // that more held-out photos come up than fall back (one-sided sign test)
    double probeMargin = 0.02;  // share of probe queries that may be lost
};

enum class GateFinding { NothingHeldOut, NotBetter, Chance, LosesGeneralSearches, Better };
[[nodiscard]] std::string_view findingName(GateFinding finding);  // "not-better"

struct GateVerdict {
    bool promote = false;
    GateFinding finding = GateFinding::NothingHeldOut;
    std::string reason;  // the finding in one plain sentence
    int better = 0;  // held-out photos that come further up, to where somebody looks
    int worse = 0;  // that fall back from there
    double heldOutGain = 0;  // share of queries won minus lost
    double probeGain = 0;
};

// Brings more held-out photos up to, or within, the ranks somebody looks at than it lets fall, beyond chance, and
// loses at most the margin on the general probe set.
[[nodiscard]] GateVerdict decidePromotion(const RankChange& heldOut, const RankChange& probe,
                                          const GateRule& rule = {});

}  // namespace saysee::training
