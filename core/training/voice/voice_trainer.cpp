#include "core/training/voice/voice_trainer.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/model/runtime/torch_guard.h"
#include "core/training/checkpoint/run_checkpoint.h"
#include "core/training/pretrain/stage.h"
#include "core/training/schedule.h"
#include "core/training/voice/dictation.h"
#include "core/training/voice/labels.h"
#include "core/training/voice/pace_search.h"
#include "core/training/voice/spoken_ranks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <span>

namespace saysee::training {

using base::ErrorCode;

namespace {

// By measurement on people of the picturebook world's validation split, as are those of TuneSettings.
constexpr double kRate = 100;  // times the learning rate of prompts and channel
constexpr std::size_t kFewestRecordings = 4;  // to learn from
constexpr std::array kVariations = {0.93, 1.07};  // of the pace (speed perturbation, Ko et al. 2015)

// What a run remembers besides weights and position.
struct Progress {
    std::vector<TunePoint> curve;
    DictationLoss epoch;  // of the running one
};

std::string textOf(const Progress& progress)
{
    nlohmann::json points = nlohmann::json::array();
    for (const auto& point : progress.curve)
        points.push_back({point.epoch, point.loss, point.trainedRecall, point.heldOutRecall});
    return nlohmann::json {{"curve", points},
                           {"loss", progress.epoch.total},
                           {"tokens", progress.epoch.tokens},
                           {"right", progress.epoch.right}}
        .dump();
}

base::Result<Progress> progressOf(const std::string& text)
{
    SAYSEE_ASSIGN(const nlohmann::json json, base::parseJson(text, "the run's checkpoint"));
    try {
        Progress progress {{}, {json.at("loss"), json.at("tokens"), json.at("right")}};
        for (const auto& point : json.at("curve"))
            progress.curve.push_back({point.at(0), point.at(1), point.at(2), point.at(3)});
        return progress;
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorCode::Corrupt, "The run's checkpoint is damaged; remove it to start anew.",
                          error.what());
    }
}

class VoiceTrainer final : public PromptTrainer {
public:
    // `start`: a copy of the head that the run starts from; a voice that it has goes on, at its own pace.
    VoiceTrainer(model::Engine& engine, TuneRequest request, Sides sides, TuneState state,
                 model::WhisperDecoder decoder, model::Head start)
        : m_engine(engine), m_parts(model::partsOf(engine)), m_request(std::move(request)), m_sides(std::move(sides)),
          m_state(std::move(state)), m_decoder(std::move(decoder)), m_stopping(m_request.settings.patience),
          m_checkpoint(m_request.work / "tune.checkpoint.safetensors"), m_plan(m_request.work / "voice.json"),
          m_bestFile(m_request.work / "head.safetensors"),
          m_description(describe(m_request, startOf(m_parts, m_request).value)),
          m_candidates(candidatesOf(m_request, m_parts.info.dimension)), m_head(std::move(start))
    {
        if (m_head.voice() != nullptr)
            m_pace = m_head.voice()->pace();
        for (const auto* side : {&m_sides.fit, &m_sides.stop})
            for (const std::int64_t row : *side)
                if (!pair(row).recording.empty()) {
                    m_recordings.push_back(row);
                    m_learned += side == &m_sides.fit ? 1 : 0;
                }
        m_state.total = static_cast<std::int64_t>(4 * m_recordings.size());
    }

    // Pace and labels of a run that is continued. To be called first.
    base::Status readPlan()
    {
        const auto otherRun = [&] {
            return base::fail(ErrorCode::VersionMismatch,
                              m_request.work.string() + " holds another run; remove it or choose another folder.");
        };
        if (!std::filesystem::exists(m_plan))
            return std::filesystem::exists(m_checkpoint) ? otherRun() : base::Status {};
        SAYSEE_ASSIGN(const nlohmann::json plan, base::readJson(m_plan));
        try {
            if (plan.at("of") != m_description)
                return otherRun();
            std::vector<Label> labels;
            for (const auto& label : plan.at("labels"))
                labels.push_back({label.at("texts"), label.at("weights")});
            m_pace = plan.at("pace").get<double>();
            if (labels.size() == m_recordings.size())
                m_labels = std::move(labels);
        } catch (const nlohmann::json::exception& error) {
            return base::fail(ErrorCode::Corrupt, m_plan.string() + " is damaged; remove it to start anew.",
                              error.what());
        }
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
        if (m_state.phase != TunePhase::Training && m_state.phase != TunePhase::After)
            return {};  // recordings are kept one by one, and the rest is quick
        return saveRun(m_checkpoint,
                       {m_step, m_stopping.best(), m_stopping.waited(), m_description, textOf(m_progress)}, *m_adam);
    }

    [[nodiscard]] const TuneState& state() const override { return m_state; }
    [[nodiscard]] const std::optional<TuneOutcome>& outcome() const override { return m_outcome; }

private:
    // A recording that is learned from or that says when to stop.
    struct Sample {
        Heard heard;
        Label label;
        std::vector<at::Tensor> variations;  // [T, H] half: states of the same, played a little slower or faster
    };

    [[nodiscard]] const TunePair& pair(std::int64_t row) const
    {
        return m_request.pairs[static_cast<std::size_t>(row)];
    }

    // First the pace, then every recording at that pace, then what each of them says, then what else it might be.
    base::Status featureStep()
    {
        if (!m_pace)
            return paceStep();
        if (m_samples.size() < m_recordings.size())
            return hearingStep();
        if (m_varied < m_samples.size())
            return variationStep();
        if (!m_labels)
            return labelStep();
        if (m_likely.size() < m_samples.size())
            return likelyStep();
        return beginBefore();
    }

    base::Status paceStep()
    {
        if (!m_paceSearch) {
            std::vector<const TunePair*> learned;
            for (const std::int64_t row : m_sides.fit)
                if (!pair(row).recording.empty())
                    learned.push_back(&pair(row));
            m_paceSearch.emplace(m_parts, m_decoder, m_request, std::move(learned));
            m_state.total = static_cast<std::int64_t>(m_paceSearch->total() + 4 * m_recordings.size());
        }
        SAYSEE_ASSIGN(const bool more, m_paceSearch->advance());
        m_state.done = static_cast<std::int64_t>(m_paceSearch->done());
        if (!more)
            m_pace = m_paceSearch->pace();
        return {};
    }

    base::Status hearingStep()
    {
        const TunePair& recording = pair(m_recordings[m_samples.size()]);
        SAYSEE_ASSIGN(Heard heard, heardAt(recording, *m_pace, knownOrHeard(m_parts, recording.text)));
        m_samples.push_back({std::move(heard), {}, {}});
        ++m_state.done;
        return {};
    }

    // Computed once, kept on disk.
    base::Result<Heard> heardAt(const TunePair& recording, double pace, Words words) const
    {
        const std::string key = (words == Words::Known ? "states " : "voice ") + m_parts.networks.value + " "
            + std::to_string(pace) + " " + base::sha256(recording.recording);
        const auto file = m_request.features / (base::sha256(key) + ".safetensors");
        auto heard = loadHeard(file, key);
        if (heard)
            return heard;
        SAYSEE_ASSIGN(const audio::Clip clip, m_request.readClip(recording));
        SAYSEE_ASSIGN(heard, hear(m_parts, clip, pace, words));
        if (const auto saved = saveHeard(file, *heard, key); !saved)
            base::log(base::LogLevel::Warning, saved.error().message);
        return heard;
    }

    base::Status variationStep()
    {
        const std::size_t sample = m_varied++;
        ++m_state.done;
        if (sample >= m_learned)
            return {};
        for (const double variation : kVariations) {
            SAYSEE_ASSIGN(Heard heard, heardAt(pair(m_recordings[sample]), *m_pace * variation, Words::Known));
            m_samples[sample].variations.push_back(std::move(heard.states));
        }
        return {};
    }

    base::Status labelStep()
    {
        if (!m_labelMaker) {
            std::vector<LabelSource> sources;
            for (std::size_t i = 0; i < m_samples.size(); ++i)
                sources.push_back({pair(m_recordings[i]), m_samples[i].heard});
            m_labelMaker.emplace(m_engine, m_decoder, std::move(sources));
        }
        SAYSEE_ASSIGN(const bool more, m_labelMaker->advance());
        m_state.done = std::min(m_state.done + 1, m_state.total);  // how many steps names take is not known before
        if (more)
            return {};
        m_labels = m_labelMaker->labels();
        return writePlan();
    }

    base::Status likelyStep()
    {
        const std::size_t sample = m_likely.size();
        m_state.done = std::min(m_state.done + 1, m_state.total);
        m_likely.push_back(at::empty({0}, at::kLong));
        const Heard& heard = m_samples[sample].heard;
        if (heard.states.size(0) == 0)
            return {};
        for (const std::string& text : (*m_labels)[sample].texts) {
            SAYSEE_ASSIGN(const Dictation dictation, dictationOf(heard.states, heard.language, text));
            m_likely.back() = at::cat({m_likely.back(), likelyTokens(m_decoder, dictation)});
        }
        return {};
    }

    base::Result<Dictation> dictationOf(const at::Tensor& states, const std::string& language,
                                        const std::string& text) const
    {
        return dictate(states, text, language, m_parts.recogniser->tokenizer(), m_decoder.config().textContext);
    }

    base::Status writePlan() const
    {
        nlohmann::json labels = nlohmann::json::array();
        for (const Label& label : *m_labels)
            labels.push_back({{"texts", label.texts}, {"weights", label.weights}});
        return base::writeFileAtomically(
            m_plan, nlohmann::json {{"of", m_description}, {"pace", *m_pace}, {"labels", labels}}.dump());
    }

    base::Status beginBefore()
    {
        SAYSEE_TRY(prepareTraining());
        for (const std::int64_t row : m_sides.judge)
            m_result.heldOutPairs.push_back(pair(row).id);
        m_state.phase = TunePhase::Before;
        measure();
        return {};
    }

    base::Status prepareTraining()
    {
        for (std::size_t i = 0; i < m_samples.size(); ++i) {
            m_samples[i].label = (*m_labels)[i];
            if (m_samples[i].label.texts.empty() || m_samples[i].heard.states.size(0) == 0)
                continue;
            const bool fit = std::find(m_sides.fit.begin(), m_sides.fit.end(), m_recordings[i]) != m_sides.fit.end();
            (fit ? m_fit : m_stop).push_back(i);
        }
        if (m_fit.size() < kFewestRecordings || m_stop.empty())
            return base::fail(ErrorCode::InvalidArgument,
                              "Learning a voice needs more recordings in which somebody speaks; "
                                  + std::to_string(m_fit.size() + m_stop.size())
                                  + " of the pairs that can be learned from have one.");
        m_shortlist = shortlistOf(m_decoder, m_likely);
        if (m_head.voice() == nullptr)
            m_head = m_head.withVoice(kVoiceRank, *m_pace, m_request.settings.seed);
        std::vector<at::Tensor> recordings;
        for (const std::size_t sample : m_fit)
            recordings.push_back(m_samples[sample].heard.states);
        const model::Speaker speaker = model::speakerOf(recordings);
        m_head.tensors().at("voice.speaker").copy_(speaker.statistics);
        m_head.tensors().at("voice.reach").copy_(speaker.reach);
        m_adam.emplace(voiceParameters(m_head), AdamOptions {.weightDecay = m_request.settings.weightDecay});
        requireGradients(m_adam->parameters());
        m_stop.resize(std::min(m_stop.size(), kStoppingDictations));
        const std::size_t drawn = std::min(2 * m_fit.size(), kEpochDictations);
        m_batches = std::max<std::size_t>(1, drawn / static_cast<std::size_t>(batchSize()));
        const auto steps = static_cast<std::int64_t>(m_batches) * m_request.settings.epochs;
        m_schedule = {
            m_request.settings.learningRate * kRate,
            static_cast<std::int64_t>(std::lround(m_request.settings.warmUpShare * static_cast<double>(steps))),
            steps, Decay::Cosine, 0};
        return restore();
    }

    base::Status restore()
    {
        if (!std::filesystem::exists(m_checkpoint))
            return {};
        SAYSEE_ASSIGN(const RunPosition position, restoreRun(m_checkpoint, m_description, *m_adam));
        SAYSEE_ASSIGN(m_progress, progressOf(position.state));
        m_state.curve = m_progress.curve;
        m_step = position.step;
        m_stopping.restore(position.best, position.waited);
        m_finished = position.waited > m_request.settings.patience;
        m_state.bestEpoch = position.best ? static_cast<int>(position.best->step) : 0;
        return {};
    }

    // Pairs that judge, then the probe.
    void measure()
    {
        std::vector<const TunePair*> searches;
        for (const std::int64_t row : m_sides.judge)
            searches.push_back(&pair(row));
        for (const TunePair& search : m_request.probe)
            searches.push_back(&search);
        m_state.done = 0;
        m_state.total = static_cast<std::int64_t>(searches.size());
        m_ranks.emplace(m_engine, m_request, std::move(searches), m_candidates);
    }

    base::Result<bool> measureStep(const model::Head& head, std::vector<int>& heldOut, std::vector<int>& probe)
    {
        SAYSEE_ASSIGN(const bool more, m_ranks->advance(head));
        m_state.done = static_cast<std::int64_t>(m_ranks->ranks().size());
        if (more)
            return true;
        const auto middle = m_ranks->ranks().begin() + static_cast<std::ptrdiff_t>(m_sides.judge.size());
        heldOut.assign(m_ranks->ranks().begin(), middle);
        probe.assign(middle, m_ranks->ranks().end());
        return false;
    }

    base::Status beforeStep()
    {
        SAYSEE_ASSIGN(const bool more, measureStep(*m_parts.ownHead, m_result.heldOutBefore, m_result.probeBefore));
        if (more)
            return {};
        m_state.phase = TunePhase::Training;
        m_state.total = m_schedule.steps;
        m_state.done = m_step;
        const int measured = m_state.curve.empty() ? -1 : m_state.curve.back().epoch;
        m_measuring = atEpochEnd() && m_step > static_cast<std::int64_t>(m_batches) * measured;
        return {};
    }

    [[nodiscard]] bool atEpochEnd() const { return m_step % static_cast<std::int64_t>(m_batches) == 0; }

    base::Status trainingStep()
    {
        if (m_measuring)
            return measureEpoch();
        if (m_stopped || m_finished || m_step >= m_schedule.steps)
            return beginAfter();
        return learn();
    }

    // One block of the decoder, forward or back, so that a search waits for no more than that; the last one of a
    // batch ends the step. What is left behind until then is gradients alone, so a run that is continued does the
    // whole batch again.
    base::Status learn()
    {
        const std::vector<std::size_t> batch = batchOf(m_step);
        if (!m_pass) {
            const std::size_t sample = batch[m_inBatch];
            SAYSEE_TRY(begin(sample, drawnStates(sample), drawn(sample)));
        }
        if (m_forward) {
            m_forward = m_pass->forward();
            return {};
        }
        if (m_pass->backward())
            return {};
        m_batch += m_pass->loss();
        m_pass.reset();
        if (++m_inBatch < batch.size())
            return {};
        for (const auto& [name, tensor] : m_adam->parameters())
            tensor.grad().div_(static_cast<double>(m_batch.tokens));
        m_adam->step(learningRate(m_schedule, m_step), m_request.settings.clip);
        m_progress.epoch += m_batch;
        m_batch = {};
        m_inBatch = 0;
        m_state.done = ++m_step;
        m_measuring = atEpochEnd();
        return {};
    }

    base::Status begin(std::size_t sample, const at::Tensor& states, const std::string& text)
    {
        SAYSEE_ASSIGN(const Dictation dictation, dictationOf(states, m_samples[sample].heard.language, text));
        m_pass.emplace(m_decoder, m_head.voice(), &m_shortlist, dictation);
        m_forward = true;
        return {};
    }

    // The same for the same seed and step.
    [[nodiscard]] std::mt19937_64 random(std::size_t sample) const
    {
        return std::mt19937_64(m_request.settings.seed + static_cast<std::uint64_t>(m_step) * 1'000'003 + sample);
    }

    // As it was said, or one of the variations.
    [[nodiscard]] const at::Tensor& drawnStates(std::size_t sample) const
    {
        const Sample& one = m_samples[sample];
        auto number = random(sample);
        number.discard(1);  // the first one draws the text
        const auto which = static_cast<std::size_t>(number() % (one.variations.size() + 1));
        return which == 0 ? one.heard.states : one.variations[which - 1];
    }

    // One of the texts, by their weights.
    [[nodiscard]] const std::string& drawn(std::size_t sample) const
    {
        const Label& label = m_samples[sample].label;
        auto number = random(sample);
        constexpr double kRange = 18446744073709551616.0;  // 2^64
        double left = static_cast<double>(number()) / kRange;
        for (std::size_t i = 0; i + 1 < label.texts.size(); ++i) {
            if (left < label.weights[i])
                return label.texts[i];
            left -= label.weights[i];
        }
        return label.texts.back();
    }

    [[nodiscard]] std::vector<std::size_t> batchOf(std::int64_t step) const
    {
        const auto recordings = static_cast<std::int64_t>(m_fit.size());
        std::vector<std::size_t> samples;
        for (std::int64_t i = 0; i < batchSize(); ++i) {
            // One shuffled pass through all recordings after the other, wherever epochs begin.
            const std::int64_t drawn = step * batchSize() + i;
            const auto order = shuffledRows(recordings, m_request.settings.seed, drawn / recordings);
            samples.push_back(m_fit[static_cast<std::size_t>(order[static_cast<std::size_t>(drawn % recordings)])]);
        }
        return samples;
    }

    [[nodiscard]] std::int64_t batchSize() const { return std::min(m_request.settings.batch, kVoiceBatch); }

    // How well the recordings that say when to stop are written down, one block at a time.
    base::Status measureEpoch()
    {
        const at::NoGradGuard noGrad;
        if (!m_pass) {
            const std::size_t sample = m_stop[m_measured];
            SAYSEE_TRY(begin(sample, m_samples[sample].heard.states, m_samples[sample].label.texts.front()));
        }
        if (m_pass->forward())
            return {};
        m_heldOut += m_pass->loss();
        m_pass.reset();
        if (++m_measured < m_stop.size())
            return {};
        return endEpoch();
    }

    base::Status endEpoch()
    {
        const auto share = [](double part, std::int64_t whole) {
            return whole > 0 ? part / static_cast<double>(whole) : 0.0;
        };
        const int epoch = static_cast<int>(m_step / static_cast<std::int64_t>(m_batches));
        const DictationLoss& learned = m_progress.epoch;
        m_progress.curve.push_back({epoch, share(learned.total, learned.tokens),
                                    share(static_cast<double>(learned.right), learned.tokens),
                                    share(static_cast<double>(m_heldOut.right), m_heldOut.tokens)});
        m_state.curve = m_progress.curve;
        const auto verdict = m_stopping.update(epoch, -share(m_heldOut.total, m_heldOut.tokens));
        m_progress.epoch = {};
        m_heldOut = {};
        m_measured = 0;
        m_measuring = false;
        if (verdict == EarlyStopping::Verdict::Better)
            SAYSEE_TRY(m_head.save(m_bestFile));
        m_finished = verdict == EarlyStopping::Verdict::Stop;
        m_state.bestEpoch = m_stopping.best() ? static_cast<int>(m_stopping.best()->step) : 0;
        return pause();
    }

    base::Status beginAfter()
    {
        SAYSEE_ASSIGN(m_tuned, model::Head::load(m_bestFile, at::TensorOptions(at::kFloat).device(m_parts.device)));
        m_state.phase = TunePhase::After;
        measure();
        return {};
    }

    base::Status afterStep()
    {
        SAYSEE_ASSIGN(const bool more, measureStep(*m_tuned, m_result.heldOutAfter, m_result.probeAfter));
        if (more)
            return {};
        m_result.head = m_bestFile;
        m_result.verdict = decidePromotion({m_result.heldOutBefore, m_result.heldOutAfter},
                                           {m_result.probeBefore, m_result.probeAfter}, m_request.settings.gate);
        m_outcome = m_result;
        m_state.phase = TunePhase::Done;
        return {};
    }

    model::Engine& m_engine;
    model::EngineParts& m_parts;
    TuneRequest m_request;
    Sides m_sides;
    TuneState m_state;
    model::WhisperDecoder m_decoder;
    EarlyStopping m_stopping;
    std::filesystem::path m_checkpoint;
    std::filesystem::path m_plan;  // pace and labels
    std::filesystem::path m_bestFile;
    std::string m_description;
    at::Tensor m_candidates;  // [M + G, E], on the CPU
    model::Head m_head;  // in training
    std::vector<std::int64_t> m_recordings;  // rows of the pairs that are heard: learned from, then those that stop
    std::optional<PaceSearch> m_paceSearch;
    std::optional<double> m_pace;
    std::size_t m_learned = 0;  // of the recordings, the first ones: those that are learned from
    std::vector<Sample> m_samples;  // one a recording
    std::size_t m_varied = 0;  // of them: those whose variations are there
    std::optional<LabelMaker> m_labelMaker;
    std::optional<std::vector<Label>> m_labels;  // one a recording
    std::vector<at::Tensor> m_likely;  // each recording's share of the shortlist
    Shortlist m_shortlist;
    std::vector<std::size_t> m_fit;  // samples with a label
    std::vector<std::size_t> m_stop;
    std::optional<model::Head> m_tuned;  // the best of it
    std::optional<Adam> m_adam;
    Schedule m_schedule;
    std::size_t m_batches = 1;  // of an epoch
    std::int64_t m_step = 0;
    std::size_t m_inBatch = 0;  // samples of the running batch that are done
    std::optional<DictationPass> m_pass;  // the sample that is on its way
    bool m_forward = true;
    DictationLoss m_batch;  // of the running batch
    Progress m_progress;  // of whole batches
    bool m_measuring = false;
    std::size_t m_measured = 0;  // samples that stop
    DictationLoss m_heldOut;
    bool m_stopped = false;
    bool m_finished = false;  // out of patience
    std::optional<SpokenRanks> m_ranks;
    TuneOutcome m_result;  // as far as it is known
    std::optional<TuneOutcome> m_outcome;
};

}  // namespace

base::Result<std::unique_ptr<PromptTrainer>> makeVoiceTrainer(model::Engine& engine, TuneRequest request, Sides sides,
                                                              TuneState state, model::Head start)
{
    SAYSEE_ASSIGN(model::WhisperDecoder decoder, model::partsOf(engine).recogniser->differentiableDecoder());
    auto trainer = std::make_unique<VoiceTrainer>(engine, std::move(request), std::move(sides), std::move(state),
                                                  std::move(decoder), std::move(start));
    SAYSEE_TRY(trainer->readPlan());
    return trainer;
}

}  // namespace saysee::training
