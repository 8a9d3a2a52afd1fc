#include "core/eval/retrieval.h"

#include "core/audio/decode.h"
#include "core/image/decode.h"
#include "core/search/bands.h"
#include "core/search/query.h"
#include "core/text/normalise.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <numeric>

namespace saysee::eval {

namespace {

using base::Embedding;
using Right = std::vector<std::vector<std::size_t>>;
using Positions = std::vector<std::vector<std::size_t>>;

constexpr std::size_t kBatch = 16;  // pictures

// Everything a clip becomes. Missing where the model heard nothing.
struct Heard {
    std::optional<Embedding> words;
    std::optional<Embedding> sound;
    std::optional<Embedding> both;
    std::optional<Embedding> evenMix;
    std::string text;
    double trust = 0;
    double milliseconds = 0;
};

class Runner {
public:
    Runner(model::Engine& engine, const Dataset& dataset, const RetrievalOptions& options,
           const base::TaskContext& task)
        : m_engine(engine), m_dataset(dataset), m_options(options), m_task(task)
    {
        const std::size_t all = dataset.pictures.size();
        m_pictureCount = options.mostPictures == 0 ? all : std::min(all, options.mostPictures);
    }

    base::Result<RetrievalReport> run();

private:
    struct Condition {
        std::string name;
        std::vector<const DatasetUtterance*> utterances;
    };

    base::Result<Embedding> pictureVector(const std::filesystem::path& file);
    base::Status encodePictures();
    base::Result<std::optional<Embedding>> captionVector(const std::string& text);
    base::Result<std::optional<Heard>> hear(const std::filesystem::path& file);  // empty: no speech
    [[nodiscard]] std::vector<Condition> conditions() const;
    base::Result<ConditionReport> measure(const Condition& condition);
    base::Result<ConditionReport> measureCaptions();
    base::Result<RetrievalRow> row(std::string name, const VectorTable& queries,
                                   const std::vector<std::size_t>& pictureOf, Positions* toPicture = nullptr) const;
    base::Result<ToneReport> measureTone();
    base::Result<std::vector<BadClipsReport>> measureBad();
    [[nodiscard]] search::Band bestBand(const Embedding& query, double trust) const;

    model::Engine& m_engine;
    const Dataset& m_dataset;
    const RetrievalOptions& m_options;
    const base::TaskContext& m_task;
    std::size_t m_pictureCount = 0;
    VectorTable m_pictures;
    std::map<std::string, std::optional<Embedding>> m_captions;  // every text is encoded once
    std::map<std::filesystem::path, Embedding> m_tonePictures;
};

base::Result<image::PixelTensor> pixelsOf(const std::filesystem::path& file, const image::PreprocessSpec& spec)
{
    SAYSEE_ASSIGN(const image::RgbImage picture,
                  image::decodeFile(file, {.shorterSide = image::encoderShorterSide(spec.size)}));
    return image::preprocess(picture, spec);
}

base::Result<Embedding> Runner::pictureVector(const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(const image::PixelTensor pixels, pixelsOf(file, m_engine.info().preprocess));
    SAYSEE_ASSIGN(auto vectors, m_engine.embedImages({&pixels, 1}));
    return std::move(vectors.at(0));
}

base::Status Runner::encodePictures()
{
    for (std::size_t begin = 0; begin < m_pictureCount; begin += kBatch) {
        if (m_task.stopRequested())
            return base::cancelled();
        std::vector<image::PixelTensor> batch;
        for (std::size_t i = begin; i < std::min(begin + kBatch, m_pictureCount); ++i) {
            SAYSEE_ASSIGN(image::PixelTensor pixels,
                          pixelsOf(m_dataset.pictures[i].file, m_engine.info().preprocess));
            batch.push_back(std::move(pixels));
        }
        SAYSEE_ASSIGN(const auto vectors, m_engine.embedImages(batch));
        for (const Embedding& vector : vectors)
            m_pictures.add(vector);
        m_task.progress({"Encoding pictures", m_pictures.size(), m_pictureCount});
    }
    return {};
}

base::Result<std::optional<Embedding>> Runner::captionVector(const std::string& text)
{
    const auto known = m_captions.find(text);
    if (known != m_captions.end())
        return known->second;
    if (m_task.stopRequested())
        return base::cancelled();
    SAYSEE_ASSIGN(model::TextQuery query, m_engine.embedText(text));
    return m_captions.emplace(text, std::move(query.vector)).first->second;
}

// Both channels with equal weight: what the fusion would be without a gate.
std::optional<Embedding> evenMix(const std::optional<Embedding>& words, const std::optional<Embedding>& sound)
{
    if (!words || !sound)
        return words ? words : sound;
    std::vector<float> sum(words->values().begin(), words->values().end());
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += sound->values()[i];
    const auto mixed = Embedding::normalised(std::move(sum), words->space());
    return mixed ? std::optional(*mixed) : std::nullopt;
}

base::Result<std::optional<Heard>> Runner::hear(const std::filesystem::path& file)
{
    if (m_task.stopRequested())
        return base::cancelled();
    SAYSEE_ASSIGN(const audio::Clip clip, audio::decodeFile(file));
    const auto begin = std::chrono::steady_clock::now();
    auto query = m_engine.embedSpeech(clip, m_options.transcribe, m_task);
    if (!query && query.error().code == base::ErrorCode::AudioUnusable)
        return std::optional<Heard>();
    if (!query)
        return tl::unexpected(base::within(file.string(), std::move(query).error()));
    Heard heard;
    heard.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    if (query->transcript.noSpeech)
        return std::optional<Heard>();
    heard.text = query->transcript.text();
    heard.trust = search::trustIn(query->transcript);
    if (query->words)
        heard.words = query->words->vector;
    heard.sound = query->sound;
    heard.both = query->fused;
    heard.evenMix = evenMix(heard.words, heard.sound);
    return std::optional(std::move(heard));
}

std::vector<Runner::Condition> Runner::conditions() const
{
    std::vector<Condition> found;
    for (const DatasetUtterance& utterance : m_dataset.utterances) {
        if (utterance.picture >= m_pictureCount)
            continue;
        auto same = std::find_if(found.begin(), found.end(),
                                 [&](const Condition& condition) { return condition.name == utterance.condition; });
        if (same == found.end())
            same = found.insert(found.end(), {utterance.condition, {}});
        same->utterances.push_back(&utterance);
    }
    for (Condition& condition : found) {
        const std::size_t all = condition.utterances.size();
        const std::size_t wanted = m_options.mostUtterances == 0 ? all : std::min(all, m_options.mostUtterances);
        for (std::size_t i = 0; i < wanted; ++i)
            condition.utterances[i] = condition.utterances[i * all / wanted];
        condition.utterances.resize(wanted);
    }
    return found;
}

base::Result<RetrievalRow> Runner::row(std::string name, const VectorTable& queries,
                                       const std::vector<std::size_t>& pictureOf, Positions* toPicture) const
{
    Right right;
    std::map<std::size_t, std::vector<std::size_t>> about;
    for (std::size_t i = 0; i < pictureOf.size(); ++i) {
        right.push_back({pictureOf[i]});
        about[pictureOf[i]].push_back(i);
    }
    RetrievalRow made;
    made.query = std::move(name);
    SAYSEE_ASSIGN(Positions positions, positionsOfRight(queries, m_pictures, right));
    made.toPicture = summarise(positions, m_pictures.size(), pictureOf, m_options.bootstrap);
    if (toPicture != nullptr)
        *toPicture = std::move(positions);

    VectorTable described;  // pictures that nobody described cannot be queries
    Right utterances;
    for (const auto& [picture, indices] : about) {
        const auto vector = m_pictures.row(picture);
        SAYSEE_ASSIGN(auto embedding,
                      Embedding::normalised({vector.begin(), vector.end()}, m_engine.info().imageSpace));
        described.add(embedding);
        utterances.push_back(indices);
    }
    SAYSEE_ASSIGN(const Positions back, positionsOfRight(described, queries, utterances));
    made.fromPicture = summarise(back, queries.size(), {}, m_options.bootstrap);
    return made;
}

base::Result<ConditionReport> Runner::measure(const Condition& condition)
{
    ConditionReport report;
    report.condition = condition.name;
    report.utterances = condition.utterances.size();
    VectorTable captions, words, sound, both, mix;
    std::vector<std::size_t> pictureOf;
    std::vector<double> times;
    bool anySound = false;
    for (const DatasetUtterance* utterance : condition.utterances) {
        SAYSEE_ASSIGN(const auto caption, captionVector(utterance->text));
        SAYSEE_ASSIGN(const auto answer, hear(utterance->file));
        const Heard heard = answer.value_or(Heard());
        captions.add(caption);
        words.add(heard.words);
        sound.add(heard.sound);
        both.add(heard.both);
        mix.add(heard.evenMix);
        anySound = anySound || heard.sound.has_value();
        pictureOf.push_back(utterance->picture);
        if (answer)
            times.push_back(heard.milliseconds);
        report.words += text::wordErrors(text::splitWords(text::normaliseEnglish(utterance->text)),
                                         text::splitWords(text::normaliseEnglish(heard.text)));
        m_task.progress({"Listening: " + condition.name, pictureOf.size(), condition.utterances.size()});
    }
    if (!times.empty()) {
        std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
        report.queryMedianMs = times[times.size() / 2];
    }
    Positions byWords;
    Positions byBoth;
    const auto add = [&](const char* name, const VectorTable& queries, Positions* positions) -> base::Status {
        SAYSEE_ASSIGN(RetrievalRow made, row(name, queries, pictureOf, positions));
        report.rows.push_back(std::move(made));
        return {};
    };
    SAYSEE_TRY(add("true captions", captions, nullptr));
    SAYSEE_TRY(add("words alone", words, &byWords));
    if (!anySound)
        return report;
    SAYSEE_TRY(add("sound alone", sound, nullptr));
    SAYSEE_TRY(add("both", both, &byBoth));
    SAYSEE_TRY(add("even mix", mix, nullptr));
    report.bothMinusWords = recallDifference(byBoth, byWords, 1, pictureOf, m_options.bootstrap);
    return report;
}

base::Result<ConditionReport> Runner::measureCaptions()
{
    ConditionReport report;
    report.condition = "captions";
    VectorTable captions;
    std::vector<std::size_t> pictureOf;
    for (std::size_t i = 0; i < m_pictureCount; ++i)
        for (const std::string& caption : m_dataset.pictures[i].captions) {
            SAYSEE_ASSIGN(const auto vector, captionVector(caption));
            captions.add(vector);
            pictureOf.push_back(i);
            m_task.progress({"Encoding captions", i + 1, m_pictureCount});
        }
    if (pictureOf.empty())
        return base::fail(base::ErrorCode::InvalidArgument,
                          "The data set " + m_dataset.name + " has neither speech nor captions.");
    SAYSEE_ASSIGN(RetrievalRow made, row("true captions", captions, pictureOf));
    report.rows.push_back(std::move(made));
    return report;
}

// 1 when the query is nearer to the picture that is meant, a half when it cannot tell.
double choice(const std::optional<Embedding>& query, const Embedding& meant, const Embedding& other)
{
    if (!query)
        return 0.5;
    const float right = base::cosine(*query, meant).value_or(0);
    const float wrong = base::cosine(*query, other).value_or(0);
    return right > wrong ? 1.0 : right < wrong ? 0.0 : 0.5;
}

base::Result<ToneReport> Runner::measureTone()
{
    const auto vectorOf = [this](const std::filesystem::path& file) -> base::Result<Embedding> {
        const auto known = m_tonePictures.find(file);
        if (known != m_tonePictures.end())
            return known->second;
        SAYSEE_ASSIGN(Embedding vector, pictureVector(file));
        return m_tonePictures.emplace(file, std::move(vector)).first->second;
    };
    std::vector<double> words, sound, both;
    for (const ToneClip& clip : m_dataset.tone) {
        SAYSEE_ASSIGN(const Embedding meant, vectorOf(clip.picture));
        SAYSEE_ASSIGN(const Embedding other, vectorOf(clip.other));
        SAYSEE_ASSIGN(const auto answer, hear(clip.file));
        const Heard heard = answer.value_or(Heard());
        words.push_back(choice(heard.words, meant, other));
        sound.push_back(choice(heard.sound, meant, other));
        both.push_back(choice(heard.both, meant, other));
        m_task.progress({"Listening: tone", both.size(), m_dataset.tone.size()});
    }
    const auto interval = [this](const std::vector<double>& values) {
        return bootstrapMean(values, {}, m_options.bootstrap);
    };
    return ToneReport {words.size(), interval(words), interval(sound), interval(both)};
}

search::Band Runner::bestBand(const Embedding& query, double trust) const
{
    std::vector<float> scores;
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
        const auto row = m_pictures.row(i);
        scores.push_back(std::inner_product(row.begin(), row.end(), query.values().begin(), 0.0F));
    }
    std::sort(scores.begin(), scores.end(), std::greater<>());
    const auto bands = search::assignBands(scores, search::fitBackground(scores), scores.size());
    return std::max(bands.front(), search::highestBand(trust));
}

base::Result<std::vector<BadClipsReport>> Runner::measureBad()
{
    std::vector<BadClipsReport> reports;
    for (const BadClip& clip : m_dataset.bad) {
        auto report =
            std::find_if(reports.begin(), reports.end(), [&](const auto& some) { return some.kind == clip.kind; });
        if (report == reports.end())
            report = reports.insert(reports.end(), {clip.kind, 0, 0, 0, 0, 0});
        SAYSEE_ASSIGN(const auto heard, hear(clip.file));
        ++report->clips;
        if (!heard || !heard->both) {
            ++report->refused;
            continue;
        }
        switch (bestBand(*heard->both, heard->trust)) {
        case search::Band::Best:
            ++report->best;
            break;
        case search::Band::Maybe:
            ++report->maybe;
            break;
        case search::Band::Rest:
            ++report->nothing;
            break;
        }
    }
    return reports;
}

base::Result<RetrievalReport> Runner::run()
{
    RetrievalReport report;
    report.dataset = m_dataset.name;
    report.pack = m_engine.info().packName;
    report.pictures = m_pictureCount;
    SAYSEE_TRY(encodePictures());
    for (const Condition& condition : conditions()) {
        SAYSEE_ASSIGN(ConditionReport measured, measure(condition));
        report.conditions.push_back(std::move(measured));
    }
    if (report.conditions.empty()) {
        SAYSEE_ASSIGN(ConditionReport measured, measureCaptions());
        report.conditions.push_back(std::move(measured));
    }
    SAYSEE_ASSIGN(report.tone, measureTone());
    SAYSEE_ASSIGN(report.bad, measureBad());
    return report;
}

}  // namespace

base::Result<RetrievalReport> evaluateRetrieval(model::Engine& engine, const Dataset& dataset,
                                                const RetrievalOptions& options, const base::TaskContext& task)
{
    return Runner(engine, dataset, options, task).run();
}

}  // namespace saysee::eval
