#include "core/training/tune_bench.h"

#include "core/base/hash.h"
#include "core/base/temporary_folder.h"
#include "core/model/devices.h"
#include "core/model/head/tune.h"
#include "core/model/runtime/measure.h"
#include "core/model/runtime/torch_guard.h"
#include "core/model/runtime/wait_for.h"
#include "core/model/whisper/config.h"
#include "core/training/optimiser/adam.h"
#include "core/training/pretrain/stage.h"
#include "core/training/tuning/batch_step.h"
#include "core/training/tuning/ranks.h"
#include "core/training/voice/dictation.h"

#include <ATen/Parallel.h>
#include <algorithm>
#include <chrono>
#include <numeric>

namespace saysee::training {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kFrames = 200;  // four seconds of the recogniser's states
constexpr std::int64_t kTokens = 14;  // twelve, start and end

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

FeatureSet randomFeatures(std::int64_t pairs, std::int64_t width, const model::ClipConfig& clip)
{
    FeatureSet features;
    features.states = at::randn({pairs * kFrames, width}).to(at::kHalf);
    features.frames = at::full({pairs}, kFrames, at::kLong);
    features.tokens = at::arange(1, kTokens + 1, at::kLong).repeat({pairs, 1});
    features.tokens.select(1, kTokens - 1).fill_(clip.endToken);
    features.confidence = at::full({pairs}, 0.8);
    features.pictures = model::unitLength(at::randn({pairs, clip.embedding}));
    features.pictureOf = at::arange(pairs, at::kLong);
    return features;
}

model::TensorMap trainedPart(const model::Head& head, TuneScope scope)
{
    if (scope == TuneScope::Voice)
        return voiceParameters(head);
    return scope == TuneScope::Prompts ? model::TensorMap {{"prompts", head.prompts()}} : head.tensors();
}

class Bench {
public:
    // `decoder` is what a voice learns through; null for the other scopes.
    Bench(const TuneBenchOptions& options, const model::ClipText& text, const model::WhisperDecoder* decoder,
          model::Head& head, FeatureSet features, at::Device device)
        : m_options(options), m_text(text), m_decoder(decoder), m_head(head), m_reader(std::move(features)),
          m_device(device),
          m_adam(trainedPart(head, options.settings.scope), {.weightDecay = options.settings.weightDecay})
    {
        requireGradients(m_adam.parameters());
        const auto& shares = options.settings.shares;
        m_stopping = static_cast<std::int64_t>(shares.stop * options.pairs);
        m_trained = options.pairs - m_stopping - static_cast<std::int64_t>(shares.judge * options.pairs);
    }

    base::Status run(const base::TaskContext& task)
    {
        const auto start = Clock::now();
        if (m_decoder != nullptr)
            makeShortlist();
        for (int epoch = 0; epoch < m_options.settings.epochs; ++epoch) {
            if (task.stopRequested())
                return base::cancelled();
            task.progress(
                {"Tuning", static_cast<std::uint64_t>(epoch), static_cast<std::uint64_t>(m_options.settings.epochs)});
            trainEpoch(epoch);
            measureEpoch();
        }
        m_seconds = millisecondsSince(start) / 1000 - m_searches / 1000;
        return {};
    }

    [[nodiscard]] TuneBench figures(double searchAlone)
    {
        TuneBench bench;
        bench.seconds = m_seconds;
        bench.longestStepMs = *std::max_element(m_steps.begin(), m_steps.end());
        const double total = std::accumulate(m_steps.begin(), m_steps.end(), 0.0);
        bench.meanWaitMs = std::inner_product(m_steps.begin(), m_steps.end(), m_steps.begin(), 0.0) / (2 * total);
        bench.searchAloneMs = searchAlone;
        std::nth_element(m_besides.begin(), m_besides.begin() + static_cast<std::ptrdiff_t>(m_besides.size() / 2),
                         m_besides.end());
        bench.searchBesideMs = m_besides[m_besides.size() / 2] + bench.meanWaitMs;
        bench.peakMegabytes = model::peakMegabytes();
        return bench;
    }

    double search() const
    {
        const auto start = Clock::now();
        const at::NoGradGuard noGrad;
        (void)m_text.encodeWithPrompts(m_reader.features().tokens.narrow(0, 0, 1).to(m_device), m_head.prompts())
            .cpu();
        return millisecondsSince(start);
    }

private:
    template <class Step>
    bool timed(const Step& step)
    {
        const auto start = Clock::now();
        const bool more = step();
        model::waitFor(m_device);
        m_steps.push_back(millisecondsSince(start));
        return more;
    }

    void trainEpoch(int epoch)
    {
        auto order = shuffledRows(m_trained, m_options.settings.seed, epoch);
        if (m_decoder != nullptr)
            order.resize(std::min(order.size(), kEpochDictations));
        const auto size = static_cast<std::size_t>(
            m_decoder != nullptr ? std::min(m_options.settings.batch, kVoiceBatch) : m_options.settings.batch);
        for (std::size_t first = 0; first < order.size(); first += size) {
            const auto last = std::min(order.size(), first + size);
            const std::vector<std::int64_t> rows(order.begin() + static_cast<std::ptrdiff_t>(first),
                                                 order.begin() + static_cast<std::ptrdiff_t>(last));
            if (m_decoder != nullptr) {
                dictateAll(rows);
            } else {
                BatchStep batch(m_head, m_text, m_reader, rows, {}, {m_gallery.to(m_device)}, m_device);
                while (timed([&] { return batch.advance(); })) { }
            }
            m_adam.step(m_options.settings.learningRate, m_options.settings.clip);
        }
        m_besides.push_back(search());
        m_searches += m_besides.back();
    }

    [[nodiscard]] Dictation dictation(std::int64_t row) const
    {
        const FeatureBatch one = m_reader.batch({&row, 1}, at::kCPU);  // where what was heard is kept
        return {one.states[0], one.tokens, one.tokens.roll(-1, 1)};
    }

    void makeShortlist()
    {
        std::vector<at::Tensor> shares;
        for (std::int64_t row = 0; row < m_trained + m_stopping; ++row)
            timed([&] {
                shares.push_back(likelyTokens(*m_decoder, dictation(row)));
                return false;
            });
        m_shortlist = shortlistOf(*m_decoder, shares);
    }

    // One by one, in the pieces that VoiceTrainer goes in.
    void dictateAll(const std::vector<std::int64_t>& rows)
    {
        for (const std::int64_t row : rows) {
            DictationPass pass(*m_decoder, m_head.voice(), &m_shortlist, dictation(row));
            while (timed([&] { return pass.forward(); })) { }
            if (at::GradMode::is_enabled())
                while (timed([&] { return pass.backward(); })) { }
        }
    }

    // The pairs that say when to stop.
    void measureEpoch()
    {
        std::vector<std::int64_t> rows(static_cast<std::size_t>(m_stopping));
        std::iota(rows.begin(), rows.end(), m_trained);
        if (m_decoder != nullptr) {
            const at::NoGradGuard noGrad;
            rows.resize(std::min(rows.size(), kStoppingDictations));
            dictateAll(rows);
            return;
        }
        RankMeasure measure(m_reader, rows, m_gallery.to(m_device), m_options.settings.temperature, m_device);
        while (timed([&] { return measure.advance(m_head, m_text); })) { }
    }

    const TuneBenchOptions& m_options;
    const model::ClipText& m_text;
    const model::WhisperDecoder* m_decoder;
    model::Head& m_head;
    FeatureReader m_reader;
    Shortlist m_shortlist;
    at::Tensor m_gallery = model::unitLength(at::randn({512, m_reader.features().pictures.size(1)}));
    at::Device m_device;
    Adam m_adam;
    std::int64_t m_trained = 0;
    std::int64_t m_stopping = 0;
    std::vector<double> m_steps;  // milliseconds
    std::vector<double> m_besides;
    double m_searches = 0;
    double m_seconds = 0;
};

// What Engine::useTune does.
base::Result<double> swapTime(const model::Head& own, const model::Head& tuned)
{
    SAYSEE_ASSIGN(const auto folder, base::TemporaryFolder::make());
    const auto file = folder.path() / "version.safetensors";
    SAYSEE_TRY(model::writeTune(file, own, tuned, {"bench"}, "{}"));
    std::vector<double> times;
    for (int run = 0; run < 5; ++run) {
        const auto start = Clock::now();
        SAYSEE_ASSIGN(const model::Tune tune, model::readTune(file));
        SAYSEE_TRY(model::applyTune(own, tune, file.string()));
        SAYSEE_TRY(base::sha256OfFile(file));
        times.push_back(millisecondsSince(start));
    }
    return *std::max_element(times.begin(), times.end());
}

base::Result<TuneBench> measure(const TuneBenchOptions& options, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const model::ClipConfig clip, model::clipShape(options.imageTextShape));
    SAYSEE_ASSIGN(const model::WhisperConfig whisper, model::whisperConfigOfShape(options.recogniserShape));
    SAYSEE_ASSIGN(const model::DeviceChoice choice, model::chooseDevice(options.device, model::systemProbe()));
    at::set_num_threads(options.threads > 0 ? options.threads : model::physicalCores());
    const at::Device device(choice.name);
    model::TensorMap tensors;
    model::Weights weights = model::Weights::random(
        tensors, 1, at::TensorOptions(device.is_cpu() ? at::kFloat : at::kHalf).device(device));
    SAYSEE_ASSIGN(const model::ClipText text, model::ClipText::create(clip, weights));
    model::HeadSpec spec;
    spec.channel.recogniserWidth = static_cast<int>(whisper.width);
    spec.channel.width = static_cast<int>(clip.text.width);
    spec.channel.dimension = static_cast<int>(clip.embedding);
    SAYSEE_ASSIGN(const model::Head made, model::Head::random(spec, options.settings.seed));
    SAYSEE_ASSIGN(
        model::Head head,
        model::Head::fromTensors(made.tensors(), spec, "the head", at::TensorOptions(at::kFloat).device(device)));
    std::optional<model::WhisperDecoder> decoder;
    if (options.settings.scope == TuneScope::Voice) {
        model::Weights words = model::Weights::random(tensors, 2, at::TensorOptions(at::kFloat).device(device));
        decoder.emplace(whisper, words);
        head = head.withVoice(kVoiceRank, 1.0, options.settings.seed);
    }
    Bench bench(options, text, decoder ? &*decoder : nullptr, head,
                randomFeatures(options.pairs, whisper.width, clip), device);
    const double alone = model::medianMilliseconds(5, [&] { (void)bench.search(); });
    SAYSEE_TRY(bench.run(task));
    TuneBench figures = bench.figures(alone);
    SAYSEE_ASSIGN(const model::Head other, model::Head::random(spec, options.settings.seed + 1));
    SAYSEE_ASSIGN(figures.swapMs, swapTime(made, other));
    figures.device = choice.name;
    return figures;
}

}  // namespace

base::Result<TuneBench> benchTune(const TuneBenchOptions& options, const base::TaskContext& task)
{
    return model::guarded([&] { return measure(options, task); });
}

}  // namespace saysee::training
