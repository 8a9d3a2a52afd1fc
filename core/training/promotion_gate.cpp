#include "core/training/promotion_gate.h"

#include <algorithm>
#include <array>
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

GateFinding find(const Changes& own, const Changes& general, const GateRule& rule)
{
    if (own.queries == 0)
        return GateFinding::NothingHeldOut;
    if (own.better <= own.worse || own.won < own.lost)
        return GateFinding::NotBetter;
    if (chance(own) > 1 - rule.confidence)
        return GateFinding::Chance;
    return general.gain() < -rule.probeMargin ? GateFinding::LosesGeneralSearches : GateFinding::Better;
}

std::string describe(const GateVerdict& verdict, const GateRule& rule)
{
    const std::string counts = std::to_string(verdict.better)
        + (verdict.better == 1 ? " held-out photo comes" : " held-out photos come") + " further up among the first "
        + std::to_string(rule.seenRanks) + ", " + std::to_string(verdict.worse)
        + (verdict.worse == 1 ? " falls back" : " fall back");
    switch (verdict.finding) {
    case GateFinding::NotBetter:
        return "It does not find the held-out photos better than before: " + counts + ".";
    case GateFinding::Chance:
        return "It may be chance: " + counts + ".";
    case GateFinding::LosesGeneralSearches:
        return "It loses " + percent(verdict.probeGain) + " of general searches.";
    case GateFinding::Better:
        return "It is better: " + counts + ".";
    case GateFinding::NothingHeldOut:
        break;
    }
    return "There are no held-out pairs to judge it by.";
}

}  // namespace

std::string_view findingName(GateFinding finding)
{
    constexpr std::array<std::string_view, 5> names = {"nothing-held-out", "not-better", "chance",
                                                       "loses-general-searches", "better"};
    return names[static_cast<std::size_t>(finding)];
}

GateVerdict decidePromotion(const RankChange& heldOut, const RankChange& probe, const GateRule& rule)
{
    const Changes own = count(heldOut, rule);
    const Changes general = count(probe, rule);
    GateVerdict verdict;
    verdict.better = own.better;
    verdict.worse = own.worse;
    verdict.heldOutGain = own.gain();
    verdict.probeGain = general.gain();
    verdict.finding = find(own, general, rule);
    verdict.promote = verdict.finding == GateFinding::Better;
    verdict.reason = describe(verdict, rule);
    return verdict;
}

}  // namespace saysee::training
