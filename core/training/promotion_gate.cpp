#include "core/training/promotion_gate.h"

#include <algorithm>
#include <cmath>

namespace saysee::training {
namespace {

struct Changes {
    int won = 0;
    int lost = 0;
    int queries = 0;

    [[nodiscard]] double gain() const { return queries == 0 ? 0 : static_cast<double>(won - lost) / queries; }
};

Changes count(const RankChange& ranks, int top)
{
    Changes changes;
    changes.queries = static_cast<int>(std::min(ranks.before.size(), ranks.after.size()));
    for (int i = 0; i < changes.queries; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const bool before = ranks.before[index] <= top;
        const bool after = ranks.after[index] <= top;
        changes.won += !before && after ? 1 : 0;
        changes.lost += before && !after ? 1 : 0;
    }
    return changes;
}

// The chance that a fair coin shows at least `won` heads in won + lost throws.
double chance(const Changes& changes)
{
    const int throws = changes.won + changes.lost;
    double sum = 0;
    for (int heads = changes.won; heads <= throws; ++heads)
        sum += std::exp(std::lgamma(throws + 1.0) - std::lgamma(heads + 1.0) - std::lgamma(throws - heads + 1.0)
                        - throws * std::log(2.0));
    return sum;
}

std::string percent(double share) { return std::to_string(std::lround(100 * std::abs(share))) + " %"; }

}  // namespace

GateVerdict decidePromotion(const RankChange& heldOut, const RankChange& probe, const GateRule& rule)
{
    const Changes own = count(heldOut, rule.topRanks);
    const Changes general = count(probe, rule.topRanks);
    GateVerdict verdict {false, {}, own.gain(), general.gain()};
    if (own.queries == 0)
        verdict.reason = "There are no held-out pairs to judge it by.";
    else if (own.won <= own.lost)
        verdict.reason = "It does not find more of the held-out photos than before.";
    else if (chance(own) > 1 - rule.confidence)
        verdict.reason = "It finds more of the held-out photos, but so few more that it may be chance.";
    else if (general.gain() < -rule.probeMargin)
        verdict.reason = "It loses " + percent(general.gain()) + " of general searches.";
    else {
        verdict.promote = true;
        verdict.reason = "It finds " + percent(own.gain()) + " more of the held-out photos.";
    }
    return verdict;
}

}  // namespace saysee::training
