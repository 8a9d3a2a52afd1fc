#include "core/training/pretrain/run_stage.h"

#include "core/base/log.h"
#include "core/training/checkpoint/run_checkpoint.h"
#include "core/training/pretrain/curve.h"
#include "core/training/schedule.h"

#include <chrono>
#include <cmath>
#include <limits>

namespace saysee::training {
namespace {

constexpr double kFloorShare = 0.01;  // of the peak learning rate, at the end
constexpr int kNoPatience = std::numeric_limits<int>::max();  // a stage runs to its end; the best weights are kept

class StageRun {
public:
    StageRun(Stage& stage, const RunSettings& settings, const std::filesystem::path& work)
        : m_stage(stage), m_settings(settings), m_schedule {settings.learningRate, settings.warmUp, settings.steps,
                                                            Decay::Cosine, settings.learningRate * kFloorShare},
          m_adam(stage.parameters(),
                 {.weightDecay = settings.weightDecay,
                  .decay = AdamOptions::Decay::Decoupled,
                  .rateFactors = stage.rateFactors()}),
          m_checkpoint(work / (stage.name() + ".checkpoint.safetensors")), m_losses(work / (stage.name() + ".csv")),
          m_scores(work / (stage.name() + ".validation.csv")), m_best(kNoPatience)
    {
    }

    base::Status run(const base::TaskContext& task)
    {
        SAYSEE_TRY(restore());
        while (m_step < m_settings.steps) {
            task.progress({m_stage.name() + m_note, static_cast<std::uint64_t>(m_step),
                           static_cast<std::uint64_t>(m_settings.steps)});
            if (task.stopRequested()) {
                SAYSEE_TRY(save());
                return base::cancelled();
            }
            SAYSEE_TRY(step());
            ++m_step;
            if (m_step % m_settings.evaluateEvery == 0 || m_step == m_settings.steps)
                SAYSEE_TRY(evaluate());
            if (m_step % m_settings.checkpointEvery == 0 || m_step == m_settings.steps)
                SAYSEE_TRY(save());
        }
        return {};
    }

private:
    base::Status restore()
    {
        requireGradients(m_stage.parameters());
        if (std::filesystem::exists(m_checkpoint)) {
            SAYSEE_ASSIGN(const RunPosition position, restoreRun(m_checkpoint, settingsText(), m_adam));
            m_step = position.step;
            m_best.restore(position.best, position.waited);
        }
        SAYSEE_TRY(m_losses.keepBefore(m_step));
        return m_scores.keepBefore(m_step + 1);
    }

    base::Status save()
    {
        return saveRun(m_checkpoint, {m_step, m_best.best(), m_best.waited(), settingsText(), {}}, m_adam);
    }

    base::Status step()
    {
        const auto begin = std::chrono::steady_clock::now();
        SAYSEE_ASSIGN(StepLoss loss, m_stage.loss(m_step));
        const auto value = loss.total.item<double>();
        loss.total.backward();
        const double rate = learningRate(m_schedule, m_step);
        const double norm = m_adam.step(rate, m_settings.clip);
        if (!std::isfinite(norm) && ++m_failures > 10)
            return base::fail(base::ErrorCode::Internal,
                              "The loss of " + m_stage.name() + " is no number; lower the learning rate.");
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
        Figures figures = {{"loss", value}};
        figures.insert(figures.end(), loss.parts.begin(), loss.parts.end());
        figures.insert(figures.end(), {{"learning_rate", rate}, {"gradient_norm", norm}, {"seconds", time.count()}});
        return m_losses.add(m_step, figures);
    }

    base::Status evaluate()
    {
        SAYSEE_ASSIGN(const Evaluation evaluation, m_stage.evaluate());
        SAYSEE_TRY(m_scores.add(m_step, evaluation.figures));
        if (m_best.update(m_step, evaluation.score) == EarlyStopping::Verdict::Better)
            SAYSEE_TRY(m_stage.write());
        m_note = ", best score " + std::to_string(m_best.best() ? m_best.best()->score : 0.0);
        return {};
    }

    // A run may be lengthened or cut short: its learning rate then follows the new length.
    [[nodiscard]] std::string settingsText() const
    {
        nlohmann::json settings = m_settings;
        settings.erase("steps");
        return settings.dump();
    }

    Stage& m_stage;
    RunSettings m_settings;
    Schedule m_schedule;
    Adam m_adam;
    std::filesystem::path m_checkpoint;
    Curve m_losses;
    Curve m_scores;
    EarlyStopping m_best;
    std::string m_note;
    std::int64_t m_step = 0;
    int m_failures = 0;
};

}  // namespace

base::Status runStage(Stage& stage, const RunSettings& settings, const std::filesystem::path& work,
                      const base::TaskContext& task)
{
    return StageRun(stage, settings, work).run(task);
}

}  // namespace saysee::training
