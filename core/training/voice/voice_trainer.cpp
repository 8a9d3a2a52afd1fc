#include "core/training/voice/voice_trainer.h"

#include "core/training/pretrain/stage.h"
#include "core/training/tuning/phased_trainer.h"
#include "core/training/voice/dictation.h"
#include "core/training/voice/spoken_ranks.h"
#include "core/training/voice/voice_material.h"

#include <algorithm>
#include <random>

namespace saysee::training {

using base::ErrorCode;

namespace {

// By measurement on people of the picturebook world's validation split, as are those of TuneSettings.
constexpr double kRate = 100;  // times the learning rate of prompts and channel
constexpr std::size_t kFewestRecordings = 4;  // to learn from

class VoiceTrainer final : public PhasedTrainer {
public:
    VoiceTrainer(model::Engine& engine, TuneRequest request, Sides sides, TuneState state,
                 model::WhisperDecoder decoder, model::Head untuned, model::Head start)
        : PhasedTrainer(model::partsOf(engine), std::move(request), std::move(sides), std::move(state),
                        std::move(untuned), std::move(start)),
          m_engine(engine), m_decoder(std::move(decoder)),
          m_candidates(candidatesOf(m_request, m_parts.info.dimension)),
          m_material(engine, m_decoder, m_request, m_head, m_description)
    {
        for (const auto* side : {&m_sides.fit, &m_sides.stop})
            for (const std::int64_t row : *side)
                if (!pair(row).recording.empty())
                    m_material.add(row, side == &m_sides.fit);
        m_state.total = static_cast<std::int64_t>(m_material.total());
    }

    base::Status open()
    {
        SAYSEE_ASSIGN(const bool continued, m_material.restore());
        if (!continued && hasCheckpoint())
            return tl::unexpected(holdsAnotherRun(m_request));
        return {};
    }

private:
    base::Result<bool> prepare() override
    {
        SAYSEE_ASSIGN(const bool more, m_material.advance());
        m_state.done = static_cast<std::int64_t>(m_material.done());
        m_state.total = static_cast<std::int64_t>(m_material.total());
        if (!more)
            SAYSEE_TRY(begin());
        return more;
    }

    base::Status begin()
    {
        std::vector<at::Tensor> recordings;
        for (const VoiceSample& sample : m_material.samples()) {
            if (!sample.usable())
                continue;
            (sample.learned ? m_fit : m_stop).push_back(&sample);
            if (sample.learned)
                recordings.push_back(sample.heard.states);
        }
        if (m_fit.size() < kFewestRecordings || m_stop.empty())
            return base::fail(ErrorCode::InvalidArgument,
                              "Learning a voice needs more recordings in which somebody speaks; "
                                  + std::to_string(m_fit.size() + m_stop.size())
                                  + " of the pairs that can be learned from have one.");
        m_stop.resize(std::min(m_stop.size(), kStoppingDictations));
        m_shortlist = m_material.shortlist();
        if (m_head.voice() == nullptr)
            m_head = m_head.withVoice(kVoiceRank, m_material.pace(), m_request.settings.seed);
        const model::Speaker speaker = model::speakerOf(recordings);
        m_head.tensors().at("voice.speaker").copy_(speaker.statistics);
        m_head.tensors().at("voice.reach").copy_(speaker.reach);
        const std::size_t drawn = std::min(2 * m_fit.size(), kEpochDictations);
        return beginTraining(voiceParameters(m_head),
                             std::max<std::size_t>(1, drawn / static_cast<std::size_t>(batchSize())),
                             m_request.settings.learningRate * kRate);
    }

    void beginRanks(std::vector<std::int64_t> rows) override
    {
        std::vector<const TunePair*> searches;
        for (const std::int64_t row : rows)
            searches.push_back(&pair(row));
        m_ranks.emplace(m_engine, m_request, std::move(searches), m_candidates);
    }
    base::Result<bool> rank(const model::Head& head) override { return m_ranks->advance(head); }
    [[nodiscard]] const std::vector<int>& ranks() const override { return m_ranks->ranks(); }

    // One block of the decoder, forward or back, so that a search waits for no more than that; the last one of a
    // batch completes the gradients.
    base::Result<std::optional<LearnedSums>> learn() override
    {
        const std::vector<const VoiceSample*> batch = batchOf(stepNumber());
        if (!m_pass) {
            const VoiceSample& sample = *batch[m_inBatch];
            SAYSEE_TRY(begin(sample, drawnStates(sample), drawnText(sample)));
        }
        if (m_forward) {
            m_forward = m_pass->forward();
            return std::nullopt;
        }
        if (m_pass->backward())
            return std::nullopt;
        m_learned += m_pass->loss();
        m_pass.reset();
        if (++m_inBatch < batch.size())
            return std::nullopt;
        for (const auto& [name, tensor] : voiceParameters(m_head))
            tensor.grad().div_(static_cast<double>(m_learned.tokens));
        m_inBatch = 0;
        const DictationLoss learned = std::exchange(m_learned, {});
        return LearnedSums {learned.total, learned.tokens, learned.right, learned.tokens};
    }

    // How well the recordings that say when to stop are written down, one block at a time.
    base::Result<std::optional<StopScore>> measure() override
    {
        const at::NoGradGuard noGrad;
        if (!m_pass) {
            const VoiceSample& sample = *m_stop[m_measured];
            SAYSEE_TRY(begin(sample, sample.heard.states, sample.label.texts.front()));
        }
        if (m_pass->forward())
            return std::nullopt;
        m_heldOut += m_pass->loss();
        m_pass.reset();
        if (++m_measured < m_stop.size())
            return std::nullopt;
        m_measured = 0;
        const DictationLoss heldOut = std::exchange(m_heldOut, {});
        const auto tokens = static_cast<double>(std::max<std::int64_t>(1, heldOut.tokens));
        return StopScore {static_cast<double>(heldOut.right) / tokens, -heldOut.total / tokens};
    }

    base::Status begin(const VoiceSample& sample, const at::Tensor& states, const std::string& text)
    {
        SAYSEE_ASSIGN(const Dictation dictation, m_material.dictation(states, sample.heard.language, text));
        m_pass.emplace(m_decoder, m_head.voice(), &m_shortlist, dictation);
        m_forward = true;
        return {};
    }

    // The same for the same seed, step and recording.
    [[nodiscard]] std::mt19937_64 random(const VoiceSample& sample) const
    {
        const auto index = static_cast<std::uint64_t>(&sample - m_material.samples().data());
        return std::mt19937_64(m_request.settings.seed + static_cast<std::uint64_t>(stepNumber()) * 1'000'003
                               + index);
    }

    // As it was said, or one of the variations.
    [[nodiscard]] const at::Tensor& drawnStates(const VoiceSample& sample) const
    {
        auto number = random(sample);
        number.discard(1);  // the first one draws the text
        const auto which = static_cast<std::size_t>(number() % (sample.variations.size() + 1));
        return which == 0 ? sample.heard.states : sample.variations[which - 1];
    }

    // One of the texts, by their weights.
    [[nodiscard]] const std::string& drawnText(const VoiceSample& sample) const
    {
        const Label& label = sample.label;
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

    // One shuffled pass through all recordings after the other, wherever epochs begin.
    [[nodiscard]] std::vector<const VoiceSample*> batchOf(std::int64_t step) const
    {
        const auto recordings = static_cast<std::int64_t>(m_fit.size());
        std::vector<const VoiceSample*> samples;
        for (std::int64_t i = 0; i < batchSize(); ++i) {
            const std::int64_t drawn = step * batchSize() + i;
            const auto order = shuffledRows(recordings, m_request.settings.seed, drawn / recordings);
            samples.push_back(m_fit[static_cast<std::size_t>(order[static_cast<std::size_t>(drawn % recordings)])]);
        }
        return samples;
    }

    [[nodiscard]] std::int64_t batchSize() const { return std::min(m_request.settings.batch, kVoiceBatch); }

    model::Engine& m_engine;
    model::WhisperDecoder m_decoder;
    at::Tensor m_candidates;  // [M + G, E], on the CPU
    VoiceMaterial m_material;
    Shortlist m_shortlist;
    std::vector<const VoiceSample*> m_fit;  // of the material, usable
    std::vector<const VoiceSample*> m_stop;
    std::size_t m_inBatch = 0;  // samples of the running batch that are done
    std::optional<DictationPass> m_pass;  // the sample that is on its way
    bool m_forward = true;
    DictationLoss m_learned;  // from the running batch
    std::size_t m_measured = 0;  // of the recordings that say when to stop
    DictationLoss m_heldOut;
    std::optional<SpokenRanks> m_ranks;
};

}  // namespace

base::Result<std::unique_ptr<TuneTrainer>> makeVoiceTrainer(model::Engine& engine, TuneRequest request, Sides sides,
                                                            TuneState state, model::Head untuned, model::Head start)
{
    SAYSEE_ASSIGN(model::WhisperDecoder decoder, model::partsOf(engine).recogniser->differentiableDecoder());
    auto trainer = std::make_unique<VoiceTrainer>(engine, std::move(request), std::move(sides), std::move(state),
                                                  std::move(decoder), std::move(untuned), std::move(start));
    SAYSEE_TRY(trainer->open());
    return trainer;
}

}  // namespace saysee::training
