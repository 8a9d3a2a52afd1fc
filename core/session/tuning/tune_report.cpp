#include "core/session/tuning/tune_report.h"

#include "core/eval/retrieval_metrics.h"

#include <array>

namespace saysee::session {

using nlohmann::json;

namespace {

json recalls(const std::vector<int>& ranks)
{
    json made;
    for (const int top : {1, 5, 10}) {
        std::vector<double> found;
        for (const int rank : ranks)
            found.push_back(rank <= top ? 1.0 : 0.0);
        made["recall_" + std::to_string(top)] = toJson(eval::bootstrapMean(found, {}));
    }
    return made;
}

json comparison(const std::vector<int>& before, const std::vector<int>& after)
{
    std::array<int, 3> counts {};  // better, same, worse
    for (std::size_t i = 0; i < before.size(); ++i)
        ++counts[after[i] < before[i] ? 0 : after[i] == before[i] ? 1 : 2];
    return {{"queries", before.size()}, {"before", recalls(before)}, {"after", recalls(after)},
            {"better", counts[0]},      {"same", counts[1]},         {"worse", counts[2]}};
}

}  // namespace

json curveOf(const training::TuneState& state)
{
    json curve = json::array();
    for (const auto& point : state.curve)
        curve.push_back({{"epoch", point.epoch},
                         {"loss", point.loss},
                         {"trained", point.trainedScore},
                         {"stopping", point.stoppingScore}});
    return curve;
}

json metricsOf(const training::TuneState& state, const training::TuneOutcome& outcome)
{
    double overFitting = 0;
    for (const auto& point : state.curve)
        if (point.epoch == state.bestEpoch && point.epoch > 0)
            overFitting = point.trainedScore - point.stoppingScore;
    return {{"trained", state.trained},
            {"speakers_apart", state.speakersApart},
            {"best_epoch", state.bestEpoch},
            {"over_fitting", overFitting},
            {"held_out", comparison(outcome.heldOutBefore, outcome.heldOutAfter)},
            {"probe", comparison(outcome.probeBefore, outcome.probeAfter)},
            {"gate",
             {{"passed", outcome.verdict.promote},
              {"finding", training::findingName(outcome.verdict.finding)},
              {"reason", outcome.verdict.reason},
              {"better", outcome.verdict.better},
              {"worse", outcome.verdict.worse},
              {"general_loss", -outcome.verdict.probeGain}}},
            {"curve", curveOf(state)}};
}

}  // namespace saysee::session
