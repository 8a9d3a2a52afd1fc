#include "core/training/tuning/phased_trainer.h"

#include "core/base/files.h"
#include "core/model/runtime/torch_guard.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace saysee::training {

using base::ErrorCode;

namespace {

// What a run remembers besides weights and position.
struct Memory {
    std::vector<TunePoint> curve;
    LearnedSums epoch;
};

std::string textOf(const Memory& memory)
{
    nlohmann::json points = nlohmann::json::array();
    for (const auto& point : memory.curve)
        points.push_back({point.epoch, point.loss, point.trainedScore, point.stoppingScore});
    const LearnedSums& epoch = memory.epoch;
    return nlohmann::json({{"curve", points}, {"epoch", {epoch.loss, epoch.losses, epoch.right, epoch.asked}}})
        .dump();
}

base::Result<Memory> memoryOf(const std::string& text)
{
    SAYSEE_ASSIGN(const nlohmann::json json, base::parseJson(text, "the run's checkpoint"));
    try {
        Memory memory;
        for (const auto& point : json.at("curve"))
            memory.curve.push_back({point.at(0), point.at(1), point.at(2), point.at(3)});
        const auto& epoch = json.at("epoch");
        memory.epoch = {epoch.at(0), epoch.at(1), epoch.at(2), epoch.at(3)};
        return memory;
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorCode::Corrupt, "The run's checkpoint is damaged; remove it to start anew.",
                          error.what());
    }
}

double mean(double sum, std::int64_t count) { return count > 0 ? sum / static_cast<double>(count) : 0; }

}  // namespace

LearnedSums& LearnedSums::operator+=(const LearnedSums& other)
{
    loss += other.loss;
    losses += other.losses;
    right += other.right;
    asked += other.asked;
    return *this;
}

PhasedTrainer::PhasedTrainer(model::EngineParts& parts, TuneRequest request, Sides sides, TuneState state,
                             model::Head untuned, model::Head start)
    : m_parts(parts), m_request(std::move(request)), m_sides(std::move(sides)),
      m_description(describe(m_request, startOf(m_parts, m_request).value)), m_head(std::move(start)),
      m_state(std::move(state)), m_untuned(std::move(untuned)),
      m_checkpoint(m_request.work / "tune.checkpoint.safetensors"), m_bestFile(m_request.work / "head.safetensors"),
      m_stopping(m_request.settings.patience)
{
}

const TunePair& PhasedTrainer::pair(std::int64_t row) const
{
    const auto index = static_cast<std::size_t>(row);
    const auto& pairs = m_request.pairs;
    return index < pairs.size() ? pairs[index] : m_request.probe[index - pairs.size()];
}

base::Status PhasedTrainer::beginTraining(model::TensorMap parameters, std::size_t batches, double rate)
{
    const TuneSettings& settings = m_request.settings;
    m_adam.emplace(std::move(parameters), AdamOptions {.weightDecay = settings.weightDecay});
    requireGradients(m_adam->parameters());
    m_batches = batches;
    const auto steps = static_cast<std::int64_t>(batches) * settings.epochs;
    m_schedule = {rate, static_cast<std::int64_t>(std::lround(settings.warmUpShare * static_cast<double>(steps))),
                  steps, Decay::Cosine, 0};
    return restore();
}

base::Status PhasedTrainer::restore()
{
    if (!hasCheckpoint())
        return {};
    SAYSEE_ASSIGN(const RunPosition position, restoreRun(m_checkpoint, m_description, *m_adam));
    SAYSEE_ASSIGN(Memory memory, memoryOf(position.state));
    m_state.curve = std::move(memory.curve);
    m_epoch = memory.epoch;
    m_step = position.step;
    m_stopping.restore(position.best, position.waited);
    m_finished = position.waited > m_request.settings.patience;
    m_state.bestEpoch = position.best ? static_cast<int>(position.best->step) : 0;
    return {};
}

base::Result<bool> PhasedTrainer::step()
{
    return model::guarded([&]() -> base::Result<bool> {
        switch (m_state.phase) {
        case TunePhase::Features:
            SAYSEE_TRY(prepareStep());
            return true;
        case TunePhase::Before:
            SAYSEE_TRY(beforeStep());
            return true;
        case TunePhase::Training:
            SAYSEE_TRY(trainingStep());
            return true;
        case TunePhase::After:
            SAYSEE_TRY(afterStep());
            return m_state.phase != TunePhase::Done;
        case TunePhase::Done:
            break;
        }
        return false;
    });
}

base::Status PhasedTrainer::pause()
{
    if (m_state.phase != TunePhase::Training && m_state.phase != TunePhase::After)
        return {};  // what is prepared is kept one by one, and the rest is quick
    return saveRun(m_checkpoint,
                   {m_step, m_stopping.best(), m_stopping.waited(), m_description, textOf({m_state.curve, m_epoch})},
                   *m_adam);
}

base::Status PhasedTrainer::prepareStep()
{
    SAYSEE_ASSIGN(const bool more, prepare());
    if (more)
        return {};
    for (const std::int64_t row : m_sides.judge)
        m_result.heldOutPairs.push_back(pair(row).id);
    beginRanking(TunePhase::Before);
    return {};
}

// Of the pairs that judge, then of the probe.
void PhasedTrainer::beginRanking(TunePhase phase)
{
    auto rows = m_sides.judge;
    for (std::size_t i = 0; i < m_request.probe.size(); ++i)
        rows.push_back(static_cast<std::int64_t>(m_request.pairs.size() + i));
    m_state.phase = phase;
    m_state.done = 0;
    m_state.total = static_cast<std::int64_t>(rows.size());
    beginRanks(std::move(rows));
}

base::Result<bool> PhasedTrainer::rankStep(const model::Head& head, std::vector<int>& heldOut,
                                           std::vector<int>& probe)
{
    SAYSEE_ASSIGN(const bool more, rank(head));
    m_state.done = static_cast<std::int64_t>(ranks().size());
    if (more)
        return true;
    const auto middle = ranks().begin() + static_cast<std::ptrdiff_t>(m_sides.judge.size());
    heldOut.assign(ranks().begin(), middle);
    probe.assign(middle, ranks().end());
    return false;
}

base::Status PhasedTrainer::beforeStep()
{
    SAYSEE_ASSIGN(const bool more, rankStep(m_untuned, m_result.heldOutBefore, m_result.probeBefore));
    if (more)
        return {};
    m_state.phase = TunePhase::Training;
    m_state.done = m_step;
    m_state.total = m_schedule.steps;
    // Where the run starts from, or paused between an epoch's last step and its measurement.
    const int measured = m_state.curve.empty() ? -1 : m_state.curve.back().epoch;
    m_measuring = atEpochEnd() && m_step > static_cast<std::int64_t>(m_batches) * measured;
    return {};
}

base::Status PhasedTrainer::trainingStep()
{
    if (m_measuring) {
        SAYSEE_ASSIGN(const auto held, measure());
        return held ? endEpoch(*held) : base::Status {};
    }
    if (m_stopped || m_finished || m_step >= m_schedule.steps)
        return beginAfter();
    SAYSEE_ASSIGN(const auto learned, learn());
    if (!learned)
        return {};
    m_epoch += *learned;
    m_adam->step(learningRate(m_schedule, m_step), m_request.settings.clip);
    m_state.done = ++m_step;
    m_measuring = atEpochEnd();
    return {};
}

base::Status PhasedTrainer::endEpoch(const StopScore& held)
{
    m_measuring = false;
    const int epoch = static_cast<int>(m_step / static_cast<std::int64_t>(m_batches));
    m_state.curve.push_back({epoch, mean(m_epoch.loss, m_epoch.losses),
                             mean(static_cast<double>(m_epoch.right), m_epoch.asked), held.recall});
    m_epoch = {};
    const auto verdict = m_stopping.update(epoch, held.score);
    if (verdict == EarlyStopping::Verdict::Better)
        SAYSEE_TRY(m_head.save(m_bestFile));
    m_finished = verdict == EarlyStopping::Verdict::Stop;
    m_state.bestEpoch = m_stopping.best() ? static_cast<int>(m_stopping.best()->step) : 0;
    return pause();
}

base::Status PhasedTrainer::beginAfter()
{
    SAYSEE_ASSIGN(m_tuned, model::Head::load(m_bestFile, at::TensorOptions(at::kFloat).device(m_parts.device)));
    beginRanking(TunePhase::After);
    return {};
}

base::Status PhasedTrainer::afterStep()
{
    SAYSEE_ASSIGN(const bool more, rankStep(*m_tuned, m_result.heldOutAfter, m_result.probeAfter));
    if (more)
        return {};
    m_result.head = m_bestFile;
    m_result.verdict = decidePromotion({m_result.heldOutBefore, m_result.heldOutAfter},
                                       {m_result.probeBefore, m_result.probeAfter}, m_request.settings.gate);
    m_outcome = m_result;
    m_state.phase = TunePhase::Done;
    return {};
}

}  // namespace saysee::training
