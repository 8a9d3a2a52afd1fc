// Engine: the order in which the networks run, and the translation between values and tensors.
#include "core/model/engine.h"

#include "core/base/hash.h"
#include "core/model/head/tune.h"
#include "core/model/packs/fingerprint.h"
#include "core/model/runtime/engine_parts.h"
#include "core/model/runtime/torch_guard.h"
#include "core/model/runtime/wait_for.h"

#include <ATen/ATen.h>
#include <array>
#include <c10/core/InferenceMode.h>
#include <chrono>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;

namespace {

// Adds the time since its construction to a list.
class StageClock {
public:
    StageClock(const char* stage, std::vector<StageTiming>& into) : m_stage(stage), m_into(into) { }
    ~StageClock()
    {
        const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - m_start;
        m_into.push_back({m_stage, passed.count()});
    }
    StageClock(const StageClock&) = delete;
    StageClock& operator=(const StageClock&) = delete;

private:
    const char* m_stage;
    std::vector<StageTiming>& m_into;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

std::vector<float> toVector(const at::Tensor& values)
{
    const at::Tensor flat = values.detach().to(at::TensorOptions(at::kFloat).device(at::kCPU)).contiguous().flatten();
    const float* const first = flat.data_ptr<float>();
    return {first, first + flat.numel()};
}

auto missing(const char* part)
{
    return fail(ErrorCode::ModelMissing, std::string("The loaded model has no ") + part + ".");
}

class TorchEngine final : public Engine {
public:
    explicit TorchEngine(EngineParts parts) : m_parts(std::move(parts)) { }

    [[nodiscard]] const EngineInfo& info() const override { return m_parts.info; }
    [[nodiscard]] EngineParts& parts() { return m_parts; }

    base::Result<std::vector<base::Embedding>> embedImages(std::span<const image::PixelTensor> images) override;
    base::Result<TextQuery> embedText(std::string_view text) override;
    base::Result<Transcript> transcribe(const audio::Clip& clip, const TranscribeOptions& options,
                                        const base::TaskContext& task) override;
    base::Result<SpeechQuery> embedSpeech(const audio::Clip& clip, const TranscribeOptions& options,
                                          const base::TaskContext& task) override;
    base::Result<SpeechQuery> withWords(const SpeechQuery& query, std::string_view text) override;
    base::Status useTune(const std::optional<std::filesystem::path>& file) override;
    base::Result<std::string> aboutTune(const std::filesystem::path& file) override;
    base::Status saveTune(const std::filesystem::path& head, const std::filesystem::path& file,
                          const std::string& about) override;

private:
    base::Result<Tune> fittingTune(const std::filesystem::path& file) const;
    // The channels of a query before the fusion; a silent one is undefined.
    struct Channels {
        Transcript transcript;
        std::optional<TextQuery> words;
        at::Tensor hypotheses;  // [K, E], those likely enough to count
        at::Tensor probabilities;  // [K], their sum is at most 1
        at::Tensor wordsFeature;  // [1, E], their mean
        at::Tensor soundFeature;  // [1, E]
        std::vector<StageTiming> timings;
    };
    struct Words {
        TextQuery query;
        at::Tensor feature;  // [1, E], not normalised
    };

    [[nodiscard]] const Voice* voice() const { return m_parts.head ? m_parts.head->voice() : nullptr; }
    base::Result<at::Tensor> stack(std::span<const image::PixelTensor> images) const;
    base::Result<bool> saysNothing(std::string_view text) const;  // once cleaned, it has no tokens
    base::Result<Words> encodeWords(std::string_view text) const;
    base::Status addWords(Channels& channels) const;
    base::Result<SpeechQuery> fuse(Channels channels) const;
    base::Result<base::Embedding> embedding(const at::Tensor& values) const
    {
        return base::Embedding::normalised(toVector(values), m_parts.info.imageSpace);
    }

    EngineParts m_parts;
};

base::Result<at::Tensor> TorchEngine::stack(std::span<const image::PixelTensor> images) const
{
    const std::int64_t size = m_parts.info.preprocess.size;
    const auto values = static_cast<std::size_t>(3 * size * size);
    at::Tensor batch = at::empty({static_cast<std::int64_t>(images.size()), 3, size, size}, at::kFloat);
    float* to = batch.data_ptr<float>();
    for (const image::PixelTensor& image : images) {
        if (image.size != size || image.values.size() != values)
            return fail(ErrorCode::InvalidArgument,
                        "A picture was prepared for another model: it has " + std::to_string(image.size)
                            + " pixels instead of " + std::to_string(size) + ".");
        to = std::copy(image.values.begin(), image.values.end(), to);
    }
    return batch;  // [B, 3, S, S]
}

base::Result<std::vector<base::Embedding>> TorchEngine::embedImages(std::span<const image::PixelTensor> images)
{
    constexpr std::size_t batchSize = 16;  // bounds the memory of activations; larger ones are no faster
    if (!m_parts.vision)
        return missing("image tower");
    return guarded([&]() -> base::Result<std::vector<base::Embedding>> {
        const c10::InferenceMode inference;
        std::vector<base::Embedding> embeddings;
        for (std::size_t first = 0; first < images.size(); first += batchSize) {
            SAYSEE_ASSIGN(const at::Tensor pixels,
                          stack(images.subspan(first, std::min(batchSize, images.size() - first))));
            const at::Tensor features = m_parts.vision->encode(pixels.to(m_parts.device)).cpu();  // [B, E]
            for (std::int64_t row = 0; row < features.size(0); ++row) {
                SAYSEE_ASSIGN(base::Embedding one, embedding(features[row]));
                embeddings.push_back(std::move(one));
            }
        }
        return embeddings;
    });
}

base::Result<TorchEngine::Words> TorchEngine::encodeWords(std::string_view text) const
{
    std::vector<StageTiming> timings;
    std::optional<StageClock> clock(std::in_place, "text", timings);
    const at::Tensor prompts = m_parts.head ? m_parts.head->prompts() : at::Tensor();
    const int room = static_cast<int>(m_parts.text->config().context - (prompts.defined() ? prompts.size(0) : 0));
    SAYSEE_ASSIGN(std::vector<std::string> clauses, m_parts.tokenizer->splitIntoClauses(text, room));
    std::vector<std::vector<int>> ids;
    std::size_t longest = 0;
    for (const std::string& clause : clauses) {
        SAYSEE_ASSIGN(std::vector<int> tokens, m_parts.tokenizer->encode(clause));
        longest = std::max(longest, tokens.size());
        ids.push_back(std::move(tokens));
    }
    at::Tensor batch = at::full({static_cast<std::int64_t>(ids.size()), static_cast<std::int64_t>(longest)},
                                m_parts.tokenizer->endOfText(), at::kLong);
    std::vector<int> tokens;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        std::copy(ids[row].begin(), ids[row].end(), batch.data_ptr<std::int64_t>() + row * longest);
        tokens.insert(tokens.end(), ids[row].begin(), ids[row].end());
    }
    const at::Tensor features = m_parts.text->encodeWithPrompts(batch, prompts);  // [C, E]
    const at::Tensor pooled = features.mean(0, true);  // [1, E]
    std::vector<base::Embedding> clauseVectors;
    for (std::int64_t row = 0; row < features.size(0); ++row) {
        SAYSEE_ASSIGN(base::Embedding one, embedding(features[row]));
        clauseVectors.push_back(std::move(one));
    }
    SAYSEE_ASSIGN(base::Embedding vector, embedding(pooled));
    clock.reset();
    return Words {{std::move(vector), std::move(tokens), std::move(clauses), std::move(clauseVectors), timings},
                  pooled};
}

base::Result<bool> TorchEngine::saysNothing(std::string_view text) const
{
    SAYSEE_ASSIGN(const std::vector<int> tokens, m_parts.tokenizer->encode(text, text::Overflow::Truncate));
    return tokens.size() <= 2;  // start and end
}

base::Result<TextQuery> TorchEngine::embedText(std::string_view text)
{
    if (!m_parts.text)
        return missing("text tower");
    return guarded([&]() -> base::Result<TextQuery> {
        const c10::InferenceMode inference;
        SAYSEE_ASSIGN(const bool empty, saysNothing(text));
        if (empty)
            return fail(ErrorCode::InvalidArgument, "The text is empty: there is nothing to look for.");
        SAYSEE_ASSIGN(Words words, encodeWords(text));
        return std::move(words.query);
    });
}

base::Result<Transcript> TorchEngine::transcribe(const audio::Clip& clip, const TranscribeOptions& options,
                                                 const base::TaskContext& task)
{
    if (!m_parts.recogniser)
        return missing("recogniser");
    return guarded([&]() -> base::Result<Transcript> {
        SAYSEE_ASSIGN(Recognition heard, m_parts.recogniser->recognise(clip, options, task, voice()));
        return std::move(heard.transcript);
    });
}

base::Status TorchEngine::addWords(Channels& channels) const
{
    constexpr double kLeastPosterior = 0.03;  // what is less likely than this moves the mean too little to be seen
    SAYSEE_ASSIGN(const bool empty, saysNothing(channels.transcript.text()));
    if (channels.transcript.noSpeech || empty)
        return {};
    SAYSEE_ASSIGN(Words words, encodeWords(channels.transcript.text()));
    const std::vector<double> posteriors = channels.transcript.posteriors();
    std::vector<at::Tensor> features = {words.feature};
    std::vector<double> probabilities = {posteriors.front()};
    for (std::size_t i = 1; i < posteriors.size(); ++i) {
        const std::string& text = channels.transcript.hypotheses[i].text;
        SAYSEE_ASSIGN(const bool silent, saysNothing(text));
        if (posteriors[i] < kLeastPosterior || silent)
            continue;
        SAYSEE_ASSIGN(const Words other, encodeWords(text));
        words.query.timings.front().milliseconds += other.query.timings.front().milliseconds;
        features.push_back(other.feature);
        probabilities.push_back(posteriors[i]);
    }
    channels.hypotheses = at::cat(features);  // [K, E]
    channels.probabilities = at::tensor(at::ArrayRef<double>(probabilities)).to(words.feature.options());  // [K]
    const at::Tensor mean = at::matmul(channels.probabilities, channels.hypotheses).unsqueeze(0);  // [1, E]
    SAYSEE_ASSIGN(words.query.vector, embedding(mean));
    channels.timings.insert(channels.timings.end(), words.query.timings.begin(), words.query.timings.end());
    channels.words = std::move(words.query);
    channels.wordsFeature = mean;
    return {};
}

base::Result<SpeechQuery> TorchEngine::embedSpeech(const audio::Clip& clip, const TranscribeOptions& options,
                                                   const base::TaskContext& task)
{
    if (!m_parts.recogniser)
        return missing("recogniser");
    if (!m_parts.text)
        return missing("text tower");
    return guarded([&]() -> base::Result<SpeechQuery> {
        const c10::InferenceMode inference;
        SAYSEE_ASSIGN(Recognition heard, m_parts.recogniser->recognise(clip, options, task, voice()));
        Channels channels;
        channels.timings = std::move(heard.timings);
        channels.transcript = std::move(heard.transcript);
        SAYSEE_TRY(addWords(channels));
        if (m_parts.head && heard.states.defined() && heard.states.size(0) > 0) {
            const StageClock clock("audio channel", channels.timings);
            const at::Tensor states = heard.states.unsqueeze(0).to(m_parts.device);  // [1, T, H]
            channels.soundFeature = m_parts.head->sound(states, {});  // [1, E]
            waitFor(m_parts.device);
        }
        return fuse(std::move(channels));
    });
}

base::Result<SpeechQuery> TorchEngine::withWords(const SpeechQuery& query, std::string_view text)
{
    if (!m_parts.text)
        return missing("text tower");
    return guarded([&]() -> base::Result<SpeechQuery> {
        const c10::InferenceMode inference;
        Channels channels;
        Hypothesis written;
        written.text = text;
        channels.transcript.language = query.transcript.language;
        channels.transcript.hypotheses = {std::move(written)};
        SAYSEE_TRY(addWords(channels));
        if (m_parts.head && !query.soundFeature.empty()) {
            const at::Tensor feature = at::tensor(at::ArrayRef<float>(query.soundFeature)).unsqueeze(0);
            if (feature.size(1) != m_parts.info.dimension)
                return fail(ErrorCode::VersionMismatch, "This query was made by another model.");
            channels.soundFeature = feature.to(m_parts.device);  // [1, E]
        }
        return fuse(std::move(channels));
    });
}

base::Result<SpeechQuery> TorchEngine::fuse(Channels channels) const
{
    const bool hasWords = channels.wordsFeature.defined();
    const bool hasSound = channels.soundFeature.defined();
    const auto nothingHeard = [] {
        return fail(ErrorCode::AudioUnusable,
                    "No speech was heard in this recording. Speak closer to the microphone, or "
                    "choose another one.");
    };
    if (!hasWords && !hasSound)
        return nothingHeard();
    at::Tensor fused = channels.wordsFeature;  // [1, E]
    double soundWeight = 0;
    std::optional<base::Embedding> sound;
    std::vector<float> soundFeature;
    if (hasSound) {
        const StageClock clock("fusion", channels.timings);
        SAYSEE_ASSIGN(sound, embedding(channels.soundFeature));
        soundFeature = toVector(channels.soundFeature);
        const at::Tensor words = hasWords ? channels.wordsFeature : at::zeros_like(channels.soundFeature);
        const double confidence = hasWords ? channels.transcript.confidence() : 0.0;
        const at::Tensor trusted = at::full({1}, confidence, channels.soundFeature.options());
        FusedQuery query = m_parts.head->fuse(words, channels.soundFeature, trusted);
        if (m_parts.head->spec().fusion == FusionKind::Gated && hasWords && channels.hypotheses.size(0) > 1)
            query = m_parts.head->fuse(confirmedWords(channels.hypotheses, channels.probabilities,
                                                      channels.soundFeature, query.soundShare.item<double>()),
                                       channels.soundFeature, trusted);
        fused = query.vector;
        if (!at::any(fused != 0).item<bool>())  // no words, and a sound channel that is not trained yet
            return nothingHeard();
        soundWeight = query.soundShare.item<double>();
    }
    SAYSEE_ASSIGN(base::Embedding vector, embedding(fused));
    return SpeechQuery {std::move(channels.transcript), std::move(channels.words), std::move(sound),
                        std::move(soundFeature),        std::move(vector),         soundWeight,
                        std::move(channels.timings)};
}

base::Result<Tune> TorchEngine::fittingTune(const std::filesystem::path& file) const
{
    if (!m_parts.ownHead)
        return missing("head to tune");
    SAYSEE_ASSIGN(Tune tune, readTune(file));
    if (tune.model != m_parts.info.untunedSpace)
        return fail(ErrorCode::VersionMismatch,
                    file.string() + " was tuned on another model than " + m_parts.info.packName
                        + "; use it with the model that it was made for.");
    return tune;
}

base::Status TorchEngine::useTune(const std::optional<std::filesystem::path>& file)
{
    return guarded([&]() -> base::Status {
        if (!file) {
            m_parts.head = m_parts.ownHead;
            m_parts.info.querySpace = m_parts.info.untunedSpace;
            return {};
        }
        SAYSEE_ASSIGN(const Tune tune, fittingTune(*file));
        SAYSEE_ASSIGN(Head head, applyTune(*m_parts.ownHead, tune, file->string()));
        SAYSEE_ASSIGN(const std::string hash, base::sha256OfFile(*file));
        m_parts.head = std::move(head);
        m_parts.info.querySpace = spaceOf(std::array {m_parts.info.untunedSpace.value, hash});
        return {};
    });
}

base::Result<std::string> TorchEngine::aboutTune(const std::filesystem::path& file)
{
    return guarded([&]() -> base::Result<std::string> {
        SAYSEE_ASSIGN(Tune tune, fittingTune(file));
        SAYSEE_TRY(applyTune(*m_parts.ownHead, tune, file.string()));
        return std::move(tune.about);
    });
}

base::Status TorchEngine::saveTune(const std::filesystem::path& head, const std::filesystem::path& file,
                                   const std::string& about)
{
    if (!m_parts.ownHead)
        return missing("head to tune");
    return guarded([&]() -> base::Status {
        SAYSEE_ASSIGN(const Head tuned, Head::load(head, m_parts.ownHead->prompts().options()));
        HeadSpec expected = m_parts.ownHead->spec();
        expected.voiceRank = tuned.spec().voiceRank;
        if (!(tuned.spec() == expected))
            return fail(ErrorCode::VersionMismatch, head.string() + " is a head of another model.");
        return writeTune(file, *m_parts.ownHead, tuned, m_parts.info.untunedSpace, about);
    });
}

}  // namespace

base::Result<std::unique_ptr<Engine>> Engine::load(const EngineSpec& spec, const base::TaskContext& task)
{
    return guarded([&]() -> base::Result<std::unique_ptr<Engine>> {
        SAYSEE_ASSIGN(EngineParts parts, loadParts(spec, task));
        return std::make_unique<TorchEngine>(std::move(parts));
    });
}

EngineParts& partsOf(Engine& engine) { return static_cast<TorchEngine&>(engine).parts(); }

}  // namespace saysee::model
