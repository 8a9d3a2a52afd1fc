// What every kind of tune does the same way: its phases and epochs, early stopping, checkpoint and verdict. How it
// learns and ranks is up to the kind.
#pragma once

#include "core/training/checkpoint/run_checkpoint.h"
#include "core/training/optimiser/adam.h"
#include "core/training/schedule.h"
#include "core/training/tune_trainer.h"
#include "core/training/tuning/request.h"

#include <optional>
#include <vector>

namespace saysee::training {

// What a step, or an epoch so far, has learned from.
struct LearnedSums {
    double loss = 0;  // sum of `losses` of them
    std::int64_t losses = 0;
    std::int64_t right = 0;  // of those that were asked
    std::int64_t asked = 0;

    LearnedSums& operator+=(const LearnedSums& other);
};

class PhasedTrainer : public TuneTrainer {
public:
    base::Result<bool> step() final;
    void stop() final { m_stopped = true; }
    base::Status pause() final;
    [[nodiscard]] const TuneState& state() const final { return m_state; }
    [[nodiscard]] const std::optional<TuneOutcome>& outcome() const final { return m_outcome; }

protected:
    struct StopScore {
        double recall = 0;  // for the curve, 0..1
        double score = 0;  // higher is better
    };

    // `untuned`: the model as it came; `start`: a copy of the head that the run starts from.
    PhasedTrainer(model::EngineParts& parts, TuneRequest request, Sides sides, TuneState state, model::Head untuned,
                  model::Head start);

    // What is learned, in how many batches an epoch, at which rate at the peak. Continues the run in the folder. To
    // be called once, by the time everything is prepared. Errors: those of restoreRun().
    base::Status beginTraining(model::TensorMap parameters, std::size_t batches, double rate);

    // One step of what is computed once, with `done` and `total` of the state; false when all of it is there.
    virtual base::Result<bool> prepare() = 0;
    // One part of the step's batch; its sums when all gradients are there. Nothing else is left behind until then, so
    // a run that is continued does the whole batch again.
    virtual base::Result<std::optional<LearnedSums>> learn() = 0;
    // One part of measuring the head on the pairs that say when to stop.
    virtual base::Result<std::optional<StopScore>> measure() = 0;
    // Rows of the pairs, then of the probe, are ranked next.
    virtual void beginRanks(std::vector<std::int64_t> rows) = 0;
    // A few rows further; false when all ranks are known.
    virtual base::Result<bool> rank(const model::Head& head) = 0;
    [[nodiscard]] virtual const std::vector<int>& ranks() const = 0;

    // A pair, or behind all of them one of the probe.
    [[nodiscard]] const TunePair& pair(std::int64_t row) const;
    [[nodiscard]] bool hasCheckpoint() const { return std::filesystem::exists(m_checkpoint); }
    [[nodiscard]] std::int64_t stepNumber() const { return m_step; }
    [[nodiscard]] std::size_t batches() const { return m_batches; }

    model::EngineParts& m_parts;
    const TuneRequest m_request;
    const Sides m_sides;
    const std::string m_description;  // of the run: a checkpoint of anything else is not continued
    model::Head m_head;  // in training
    TuneState m_state;

private:
    base::Status restore();
    base::Status prepareStep();
    void beginRanking(TunePhase phase);
    base::Result<bool> rankStep(const model::Head& head, std::vector<int>& heldOut, std::vector<int>& probe);
    base::Status beforeStep();
    base::Status trainingStep();
    [[nodiscard]] bool atEpochEnd() const { return m_step % static_cast<std::int64_t>(m_batches) == 0; }
    base::Status endEpoch(const StopScore& held);
    base::Status beginAfter();
    base::Status afterStep();

    model::Head m_untuned;
    std::optional<model::Head> m_tuned;  // the best of it
    std::filesystem::path m_checkpoint;
    std::filesystem::path m_bestFile;
    std::optional<Adam> m_adam;
    EarlyStopping m_stopping;
    Schedule m_schedule;
    std::size_t m_batches = 1;  // of an epoch
    std::int64_t m_step = 0;
    LearnedSums m_epoch;  // of the running one
    bool m_measuring = false;
    bool m_stopped = false;
    bool m_finished = false;  // out of patience
    TuneOutcome m_result;  // as far as it is known
    std::optional<TuneOutcome> m_outcome;
};

}  // namespace saysee::training
