#include "core/training/prompt_trainer.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/model/runtime/torch_guard.h"
#include "core/training/checkpoint/run_checkpoint.h"
#include "core/training/pretrain/stage.h"
#include "core/training/schedule.h"
#include "core/training/splits.h"
#include "core/training/tuning/batch_step.h"
#include "core/training/tuning/pair_features.h"
#include "core/training/tuning/ranks.h"
#include "core/training/tuning/request.h"
#include "core/training/voice/voice_trainer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace saysee::training {

using base::ErrorCode;

namespace {

constexpr double kPromptsAlone = 20;  // times the learning rate, by measurement
constexpr double kLargestScale = 100;  // 1 / temperature: CLIP's limit
constexpr const char* kLogScale = "log_scale";

// What a run remembers besides weights and position.
struct Memory {
    std::vector<TunePoint> curve;
    double epochLoss = 0;  // sum over the batches of the running epoch
    int epochHits = 0;  // pairs of the running epoch that were found first
};

std::string textOf(const Memory& memory)
{
    nlohmann::json points = nlohmann::json::array();
    for (const auto& point : memory.curve)
        points.push_back({point.epoch, point.loss, point.trainedRecall, point.heldOutRecall});
    return nlohmann::json({{"curve", points}, {"epoch_loss", memory.epochLoss}, {"epoch_hits", memory.epochHits}})
        .dump();
}

base::Result<Memory> memoryOf(const std::string& text)
{
    SAYSEE_ASSIGN(const nlohmann::json json, base::parseJson(text, "the run's checkpoint"));
    Memory memory;
    try {
        for (const auto& point : json.at("curve"))
            memory.curve.push_back({point.at(0), point.at(1), point.at(2), point.at(3)});
        memory.epochLoss = json.at("epoch_loss");
        memory.epochHits = json.at("epoch_hits");
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorCode::Corrupt, "The run's checkpoint is damaged; remove it to start anew.",
                          error.what());
    }
    return memory;
}

model::TensorMap copies(const model::TensorMap& tensors)
{
    model::TensorMap copied;
    for (const auto& [name, tensor] : tensors)
        copied[name] = tensor.detach().to(at::kFloat).clone();
    return copied;
}

class Trainer final : public PromptTrainer {
public:
    Trainer(model::EngineParts& parts, TuneRequest request, model::Head base, model::Head tuned, Sides sides,
            TuneState state)
        : m_parts(parts), m_request(std::move(request)), m_base(std::move(base)), m_head(std::move(tuned)),
          m_sides(std::move(sides)), m_state(std::move(state)),
          m_logScale(at::full({1}, -std::log(m_request.settings.temperature),
                              at::TensorOptions(at::kFloat).device(m_parts.device))),
          m_adam(trained(), {.weightDecay = m_request.settings.weightDecay}), m_best(m_request.settings.patience),
          m_checkpoint(m_request.work / "tune.checkpoint.safetensors"),
          m_bestFile(m_request.work / "head.safetensors"),
          m_description(describe(m_request, startOf(m_parts, m_request).value))
    {
        requireGradients(m_adam.parameters());
        const auto& settings = m_request.settings;
        m_batches = (m_sides.fit.size() + static_cast<std::size_t>(settings.batch) - 1)
            / static_cast<std::size_t>(settings.batch);
        const auto steps = static_cast<std::int64_t>(m_batches) * settings.epochs;
        const double alone = settings.scope == TuneScope::Prompts ? kPromptsAlone : 1.0;
        m_schedule = {settings.learningRate * alone,
                      static_cast<std::int64_t>(std::lround(settings.warmUpShare * static_cast<double>(steps))),
                      steps, Decay::Cosine, 0};
        m_state.total = static_cast<std::int64_t>(m_request.pairs.size() + m_request.probe.size());
    }

    base::Status restore()
    {
        if (!std::filesystem::exists(m_checkpoint))
            return {};
        SAYSEE_ASSIGN(const RunPosition position, restoreRun(m_checkpoint, m_description, m_adam));
        SAYSEE_ASSIGN(Memory memory, memoryOf(position.state));
        m_state.curve = std::move(memory.curve);
        m_epochLoss = memory.epochLoss;
        m_epochHits = memory.epochHits;
        m_step = position.step;
        m_best.restore(position.best, position.waited);
        m_finished = position.waited > m_request.settings.patience;
        m_state.bestEpoch = position.best ? static_cast<int>(position.best->step) : 0;
        return {};
    }

    base::Result<bool> step() override
    {
        return model::guarded([&]() -> base::Result<bool> {
            switch (m_state.phase) {
            case TunePhase::Features:
                SAYSEE_TRY(featureStep());
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

    void stop() override { m_stopped = true; }

    base::Status pause() override
    {
        if (m_state.phase == TunePhase::Features || m_state.phase == TunePhase::Before)
            return {};  // features are kept one by one, and measuring is quick
        return saveRun(m_checkpoint,
                       {m_step, m_best.best(), m_best.waited(), m_description,
                        textOf({m_state.curve, m_epochLoss, m_epochHits})},
                       m_adam);
    }

    [[nodiscard]] const TuneState& state() const override { return m_state; }
    [[nodiscard]] const std::optional<TuneOutcome>& outcome() const override { return m_outcome; }

private:
    [[nodiscard]] model::TensorMap trained() const
    {
        model::TensorMap tensors = {{"prompts", m_head.prompts()}};
        if (m_request.settings.scope == TuneScope::PromptsAndChannel)
            tensors = m_head.tensors();
        if (m_request.settings.temperatureRule == Temperature::Learned)
            tensors[kLogScale] = m_logScale;
        return tensors;
    }

    base::Status featureStep()
    {
        const auto index = static_cast<std::size_t>(m_state.done);
        const auto& pairs = m_request.pairs;
        const TunePair& pair = index < pairs.size() ? pairs[index] : m_request.probe[index - pairs.size()];
        SAYSEE_ASSIGN(FeatureSet features, featuresOf(pair, m_request, m_parts));
        m_features.push_back(std::move(features));
        if (++m_state.done == m_state.total)
            beginBefore();
        return {};
    }

    void beginBefore()
    {
        m_reader.emplace(join(m_features));
        m_features.clear();
        const auto dimension = static_cast<std::int64_t>(m_parts.info.dimension);
        m_candidates = m_reader->features().pictures;
        if (!m_request.gallery.empty()) {
            m_gallery = at::tensor(at::ArrayRef<float>(m_request.gallery)).reshape({-1, dimension});
            m_candidates = at::cat({m_candidates, m_gallery});
        }
        m_candidates = m_candidates.to(m_parts.device);
        enter(TunePhase::Before);
        for (const auto row : m_sides.judge)
            m_result.heldOutPairs.push_back(m_request.pairs[static_cast<std::size_t>(row)].id);
        measure(judged());
    }

    // Pairs that judge, then the probe.
    [[nodiscard]] std::vector<std::int64_t> judged() const
    {
        auto rows = m_sides.judge;
        for (std::size_t i = 0; i < m_request.probe.size(); ++i)
            rows.push_back(static_cast<std::int64_t>(m_request.pairs.size() + i));
        return rows;
    }

    void measure(std::vector<std::int64_t> rows)
    {
        m_measure.emplace(*m_reader, std::move(rows), m_candidates, m_request.settings.temperature, m_parts.device);
        m_state.done = 0;
        m_state.total = static_cast<std::int64_t>(m_measure->total());
    }

    void enter(TunePhase phase)
    {
        m_state.phase = phase;
        m_state.done = 0;
    }

    // Takes the next `count` of the measured ranks.
    static std::vector<int> take(std::span<const int>& ranks, std::size_t count)
    {
        const auto taken = ranks.first(count);
        ranks = ranks.subspan(count);
        return {taken.begin(), taken.end()};
    }

    base::Status beforeStep()
    {
        const bool more = m_measure->advance(m_base, *m_parts.text);
        m_state.done = static_cast<std::int64_t>(m_measure->done());
        if (more)
            return {};
        std::span<const int> ranks = m_measure->ranks();
        m_result.heldOutBefore = take(ranks, m_sides.judge.size());
        m_result.probeBefore = take(ranks, m_request.probe.size());
        m_measure.reset();
        enter(TunePhase::Training);
        m_state.total = m_schedule.steps;
        m_state.done = m_step;
        const int measured = m_state.curve.empty() ? -1 : m_state.curve.back().epoch;
        if (atEpochEnd() && m_step > static_cast<std::int64_t>(m_batches) * measured)
            measureRows();  // where the run starts from, or paused between an epoch's last step and its measurement
        return {};
    }

    [[nodiscard]] bool atEpochEnd() const { return m_step % static_cast<std::int64_t>(m_batches) == 0; }

    base::Status trainingStep()
    {
        if (m_measure)
            return measureEpoch();
        if (m_stopped || m_finished || m_step >= m_schedule.steps)
            return beginAfter();
        if (!m_batch)
            m_batch.emplace(m_head, *m_parts.text, *m_reader, rowsOf(m_step), weights(), negatives(), m_parts.device);
        if (m_batch->advance())
            return {};
        m_epochLoss += m_batch->loss();
        const Standing seen =
            standingAmong(m_candidates, m_batch->queries(), m_batch->pictures(), m_request.settings.temperature);
        m_epochHits += static_cast<int>(std::count(seen.ranks.begin(), seen.ranks.end(), 1));
        m_batch.reset();
        m_adam.step(learningRate(m_schedule, m_step), m_request.settings.clip);
        m_state.done = ++m_step;
        if (atEpochEnd())
            measureRows();
        return {};
    }

    void measureRows()
    {
        m_measure.emplace(*m_reader, m_sides.stop, m_candidates, m_request.settings.temperature, m_parts.device);
    }

    base::Status measureEpoch()
    {
        if (m_measure->advance(m_head, *m_parts.text))
            return {};
        const double score = m_measure->meanLogLikelihood();
        const double recall = recallAt(m_measure->ranks(), 1);
        m_measure.reset();
        const int epoch = static_cast<int>(m_step / static_cast<std::int64_t>(m_batches));
        m_state.curve.push_back({epoch, m_epochLoss / static_cast<double>(m_batches),
                                 static_cast<double>(m_epochHits) / static_cast<double>(m_sides.fit.size()), recall});
        m_epochLoss = 0;
        m_epochHits = 0;
        const auto verdict = m_best.update(epoch, score);
        if (verdict == EarlyStopping::Verdict::Better)
            SAYSEE_TRY(m_head.save(m_bestFile));
        m_finished = verdict == EarlyStopping::Verdict::Stop;
        m_state.bestEpoch = m_best.best() ? static_cast<int>(m_best.best()->step) : 0;
        return pause();
    }

    base::Status beginAfter()
    {
        SAYSEE_ASSIGN(m_tuned, model::Head::load(m_bestFile, at::TensorOptions(at::kFloat).device(m_parts.device)));
        m_state.phase = TunePhase::After;
        measure(judged());
        return {};
    }

    base::Status afterStep()
    {
        const bool more = m_measure->advance(*m_tuned, *m_parts.text);
        m_state.done = static_cast<std::int64_t>(m_measure->done());
        if (more)
            return {};
        std::span<const int> ranks = m_measure->ranks();
        m_result.heldOutAfter = take(ranks, m_sides.judge.size());
        m_result.probeAfter = take(ranks, m_request.probe.size());
        m_measure.reset();
        m_result.head = m_bestFile;
        m_result.verdict = decidePromotion({m_result.heldOutBefore, m_result.heldOutAfter},
                                           {m_result.probeBefore, m_result.probeAfter}, m_request.settings.gate);
        m_outcome = m_result;
        m_state.phase = TunePhase::Done;
        return {};
    }

    [[nodiscard]] std::vector<std::int64_t> rowsOf(std::int64_t step) const
    {
        const auto epoch = step / static_cast<std::int64_t>(m_batches);
        const auto order =
            shuffledRows(static_cast<std::int64_t>(m_sides.fit.size()), m_request.settings.seed, epoch);
        const auto size = static_cast<std::size_t>(m_request.settings.batch);
        const auto first = static_cast<std::size_t>(step % static_cast<std::int64_t>(m_batches)) * size;
        std::vector<std::int64_t> rows;
        for (std::size_t i = first; i < std::min(first + size, order.size()); ++i)
            rows.push_back(m_sides.fit[static_cast<std::size_t>(order[i])]);
        return rows;
    }

    // A draw that depends on the seed and the step alone, so that a resumed run makes the same.
    [[nodiscard]] GalleryNegatives negatives() const
    {
        const auto& settings = m_request.settings;
        if (!m_gallery.defined() || settings.negatives == 0)
            return {};
        const auto order = shuffledRows(m_gallery.size(0), settings.seed + 1, m_step);
        const auto count = std::min<std::int64_t>(settings.negatives, m_gallery.size(0));
        const at::Tensor rows = at::tensor(at::ArrayRef<std::int64_t>(order.data(), static_cast<std::size_t>(count)));
        return {m_gallery.index_select(0, rows).to(m_parts.device), settings.galleryWeight};
    }

    [[nodiscard]] HeadLossWeights weights() const
    {
        const auto& settings = m_request.settings;
        HeadLossWeights weights {
            settings.outerWeight, settings.innerWeight, settings.soundWeight, settings.temperature, {}};
        if (settings.temperatureRule == Temperature::Learned)
            weights.scale = m_logScale.exp().clamp_max(kLargestScale);
        return weights;
    }

    model::EngineParts& m_parts;
    TuneRequest m_request;
    model::Head m_base;
    model::Head m_head;  // in training
    std::optional<model::Head> m_tuned;
    Sides m_sides;
    TuneState m_state;
    at::Tensor m_logScale;  // [1], -log temperature
    Adam m_adam;
    EarlyStopping m_best;
    std::filesystem::path m_checkpoint;
    std::filesystem::path m_bestFile;
    std::string m_description;
    Schedule m_schedule;
    std::size_t m_batches = 1;  // of an epoch
    std::int64_t m_step = 0;
    double m_epochLoss = 0;
    int m_epochHits = 0;
    bool m_stopped = false;
    bool m_finished = false;  // out of patience
    std::vector<FeatureSet> m_features;
    std::optional<FeatureReader> m_reader;
    at::Tensor m_gallery;
    at::Tensor m_candidates;  // [M + G, E]: every picture that a query may find, on the device
    std::optional<RankMeasure> m_measure;
    std::optional<BatchStep> m_batch;
    TuneOutcome m_result;  // as far as it is known
    std::optional<TuneOutcome> m_outcome;
};

}  // namespace

base::Result<std::unique_ptr<PromptTrainer>> PromptTrainer::create(model::Engine& engine, TuneRequest request)
{
    return model::guarded([&]() -> base::Result<std::unique_ptr<PromptTrainer>> {
        model::EngineParts& parts = model::partsOf(engine);
        if (!parts.head || !parts.recogniser || !parts.text)
            return base::fail(ErrorCode::ModelMissing, "Tuning needs a pack with a recogniser and a head.");
        SAYSEE_TRY(checkRequest(request, parts.info.dimension));
        TuneState state;
        SAYSEE_ASSIGN(auto sides, divide(request, state));
        SAYSEE_TRY(makeFolders(request));
        if (request.settings.scope != TuneScope::Voice && request.settings.start == TuneStart::HeadInUse
            && parts.head->voice() != nullptr)
            return base::fail(
                ErrorCode::InvalidArgument,
                "The version in use has learned a voice; go on with the voice, or start from the model as "
                "it came.");
        const auto target = at::TensorOptions(at::kFloat).device(parts.device);
        const auto copy = [&](const model::Head& head) {
            return model::Head::fromTensors(copies(head.tensors()), head.spec(), "the head", target);
        };
        SAYSEE_ASSIGN(auto base, copy(*parts.ownHead));
        SAYSEE_ASSIGN(auto tuned, copy(request.settings.start == TuneStart::OwnHead ? *parts.ownHead : *parts.head));
        if (request.settings.scope == TuneScope::Voice)
            return makeVoiceTrainer(engine, std::move(request), std::move(sides), std::move(state), std::move(tuned));
        auto trainer = std::make_unique<Trainer>(parts, std::move(request), std::move(base), std::move(tuned),
                                                 std::move(sides), std::move(state));
        SAYSEE_TRY(trainer->restore());
        return trainer;
    });
}

}  // namespace saysee::training
