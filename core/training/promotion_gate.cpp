#include "core/training/promotion_gate.h"

#include <algorithm>
#include <cmath>

namespace saysee::training {
namespace {

struct Changes {
    int queries = 0;
    int better = 0;  // the photo comes further up, to where somebody sees it
    int worse = 0;  // it falls back from there
    int won = 0;  // it is among the top ranks now and was not before
    int lost = 0;

    [[nodiscard]] double gain() const { return queries == 0 ? 0 : static_cast<double>(won - lost) / queries; }
};

Changes count(const RankChange& ranks, const GateRule& rule)
{
    Changes changes;
    changes.queries = static_cast<int>(std::min(ranks.before.size(), ranks.after.size()));
    for (int i = 0; i < changes.queries; ++i) {
        const int before = ranks.before[static_cast<std::size_t>(i)];
        const int after = ranks.after[static_cast<std::size_t>(i)];
        changes.better += after < before && after <= rule.seenRanks ? 1 : 0;
        changes.worse += after > before && before <= rule.seenRanks ? 1 : 0;
        changes.won += before > rule.topRanks && after <= rule.topRanks ? 1 : 0;
        changes.lost += before <= rule.topRanks && after > rule.topRanks ? 1 : 0;
    }
    return changes;
}

// The chance that a fair coin shows at least `better` heads in better + worse throws.
double chance(const Changes& changes)
{
    const int throws = changes.better + changes.worse;
    double sum = 0;
    for (int heads = changes.better; heads <= throws; ++heads)
        sum += std::exp(std::lgamma(throws + 1.0) - std::lgamma(heads + 1.0) - std::lgamma(throws - heads + 1.0)
                        - throws * std::log(2.0));
    return sum;
}

std::string percent(double share) { return std::to_string(std::lround(100 * std::abs(share))) + " %"; }

}  // namespace

GateVerdict decidePromotion(const RankChange& heldOut, const RankChange& probe, const GateRule& rule)
{
    const Changes own = count(heldOut, rule);
    const Changes general = count(probe, rule);
    GateVerdict verdict {false, {}, own.gain(), general.gain()};
    const std::string counts = std::to_string(own.better)
        + (own.better == 1 ? " held-out photo comes" : " held-out photos come") + " further up among the first "
        + std::to_string(rule.seenRanks) + ", " + std::to_string(own.worse)
        + (own.worse == 1 ? " falls back" : " fall back");
    if (own.queries == 0)
        verdict.reason = "There are no held-out pairs to judge it by.";
    else if (own.better <= own.worse || own.won < own.lost)
        verdict.reason = "It does not find the held-out photos better than before: " + counts + ".";
    else if (chance(own) > 1 - rule.confidence)
        verdict.reason = "It may be chance: " + counts + ".";
    else if (general.gain() < -rule.probeMargin)
        verdict.reason = "It loses " + percent(general.gain()) + " of general searches.";
    else {
        verdict.promote = true;
        verdict.reason = "It is better: " + counts + ".";
    }
    return verdict;
}

}  // namespace saysee::training
