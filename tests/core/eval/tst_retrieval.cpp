#include "core/audio/wav_writer.h"
#include "core/base/files.h"
#include "core/eval/retrieval.h"

#include <QByteArray>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>

using namespace saysee;
using base::Embedding;

namespace {

constexpr std::array kColours = {"red", "green", "blue"};

Embedding axis(std::size_t colour)
{
    std::vector<float> values(3, 0.0F);
    values[colour] = 1;
    return Embedding::normalised(values, {"s"}).value();
}

// A model of three colours. A clip's first sample says which word is heard, its second which colour is meant by the
// sound: 0.1 red, 0.2 green, 0.3 blue, -0.1 none.
class ColourEngine final : public model::Engine {
public:
    ColourEngine()
    {
        m_info.packName = "colours";
        m_info.imageSpace = {"s"};
        m_info.preprocess.size = 8;
    }
    [[nodiscard]] const model::EngineInfo& info() const override { return m_info; }

    base::Result<std::vector<Embedding>> embedImages(std::span<const image::PixelTensor> images) override
    {
        std::vector<Embedding> vectors;
        for (const auto& picture : images) {
            std::array<float, 3> sums = {};
            for (std::size_t i = 0; i < picture.values.size(); ++i)
                sums[i / 64] += picture.values[i];
            vectors.push_back(
                axis(static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin())));
        }
        return vectors;
    }
    base::Result<model::TextQuery> embedText(std::string_view text) override
    {
        const auto colour = std::find(kColours.begin(), kColours.end(), text);
        if (colour == kColours.end())
            return base::fail(base::ErrorCode::Internal, "unknown colour");
        return model::TextQuery {axis(static_cast<std::size_t>(colour - kColours.begin())), {}, {}, {}, {}};
    }
    base::Status useTune(const std::optional<std::filesystem::path>&) override { return {}; }
    base::Result<std::string> aboutTune(const std::filesystem::path&) override
    {
        return base::fail(base::ErrorCode::Internal, "not used");
    }
    base::Status saveTune(const std::filesystem::path&, const std::filesystem::path&, const std::string&) override
    {
        return base::fail(base::ErrorCode::Internal, "not used");
    }
    base::Result<model::Transcript> transcribe(const audio::Clip&, const model::TranscribeOptions&,
                                               const base::TaskContext&) override
    {
        return base::fail(base::ErrorCode::Internal, "not used");
    }
    base::Result<model::SpeechQuery> embedSpeech(const audio::Clip& clip, const model::TranscribeOptions&,
                                                 const base::TaskContext&) override
    {
        const auto colourAt = [&](std::size_t i) {
            return static_cast<int>(std::lround(clip.samples.at(i) * 10)) - 1;
        };
        const int word = colourAt(0);
        const int sound = colourAt(1);
        if (sound < 0)
            return base::fail(base::ErrorCode::AudioUnusable, "nobody speaks");
        const Embedding meant = axis(static_cast<std::size_t>(sound));
        model::SpeechQuery query {{}, {}, meant, {}, meant, 1, {}};
        if (word >= 0) {
            model::Hypothesis heard;
            heard.text = kColours[static_cast<std::size_t>(word)];
            query.transcript.hypotheses.push_back(heard);
            query.words = embedText(heard.text).value();
        }
        return query;
    }
    base::Result<model::SpeechQuery> withWords(const model::SpeechQuery&, std::string_view) override
    {
        return base::fail(base::ErrorCode::Internal, "not used");
    }

private:
    model::EngineInfo m_info;
};

const std::array kPictures = {
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/wc53yE8AAAAASUVORK5CYII=",
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEElEQVR42mNg+M+AHQ0tCQDpMD/BHYHcAQAAAABJRU5ErkJggg==",
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEElEQVR42mNgYPiPAw0pCQCpcD/B/MtF/AAAAABJRU5ErkJggg=="};

}  // namespace

class TstRetrieval : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    eval::Dataset m_dataset;
    ColourEngine m_engine;

    [[nodiscard]] std::filesystem::path file(const std::string& name) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    std::filesystem::path clip(const std::string& name, float word, float sound) const
    {
        auto writer = audio::WavWriter::create(file(name), audio::SampleFormat::Float32);
        std::vector<float> samples(1600, 0.0F);
        samples[0] = word;
        samples[1] = sound;
        if (!writer || !writer->write(samples) || !writer->close())
            qFatal("cannot write %s", name.c_str());
        return file(name);
    }

private Q_SLOTS:
    // Three pictures; the word of the second utterance is misheard, its sound is not.
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_dataset = {};
        m_dataset.name = "colours";
        for (std::size_t i = 0; i < kPictures.size(); ++i) {
            const auto path = file(std::to_string(i) + ".png");
            const QByteArray bytes = QByteArray::fromBase64(kPictures[i]);
            QVERIFY(base::writeFileAtomically(path, bytes.toStdString()).has_value());
            m_dataset.pictures.push_back({path, {kColours[i]}});
        }
        m_dataset.utterances = {{0, clip("0.wav", 0.1F, 0.1F), "red", "", "clean"},
                                {1, clip("1.wav", 0.1F, 0.2F), "green", "", "clean"},
                                {2, clip("2.wav", 0.3F, 0.3F), "blue", "", "clean"}};
    }

    void rows_tellTheChannelsApart()
    {
        const auto report = eval::evaluateRetrieval(m_engine, m_dataset).value();
        QCOMPARE(report.conditions.size(), std::size_t {1});
        const auto& clean = report.conditions[0];
        QCOMPARE(clean.words.total(), std::int64_t {1});
        QCOMPARE(clean.words.referenceWords, std::int64_t {3});
        QCOMPARE(clean.rows.size(), std::size_t {5});
        QCOMPARE(clean.rows[0].query, std::string("true captions"));
        QCOMPARE(clean.rows[0].toPicture.recall1.value, 1.0);
        QCOMPARE(clean.rows[1].query, std::string("words alone"));
        QCOMPARE(clean.rows[1].toPicture.recall1.value, 2.0 / 3);
        QCOMPARE(clean.rows[2].toPicture.recall1.value, 1.0);
        QCOMPARE(clean.rows[3].fromPicture.recall1.value, 1.0);
        QCOMPARE(clean.bothMinusWords.value, 1.0 / 3);
        QVERIFY(clean.queryMedianMs >= 0);
    }

    void unheardClips_areMisses()
    {
        m_dataset.utterances.push_back({0, clip("3.wav", -0.1F, -0.1F), "red", "", "noise0"});
        m_dataset.utterances.push_back({0, clip("4.wav", -0.1F, 0.1F), "red", "", "noise0"});
        const auto report = eval::evaluateRetrieval(m_engine, m_dataset).value();
        QCOMPARE(report.conditions.size(), std::size_t {2});
        const auto& noisy = report.conditions[1];
        QCOMPARE(noisy.condition, std::string("noise0"));
        QCOMPARE(noisy.words.rate(), 1.0);
        QCOMPARE(noisy.rows[1].toPicture.recall1.value, 0.0);
        QCOMPARE(noisy.rows[3].toPicture.recall1.value, 0.5);
    }

    void tone_isChosenByTheSound()
    {
        // The word is red both times; the sound means red, then green.
        m_dataset.tone = {{clip("t0.wav", 0.1F, 0.1F), file("0.png"), file("1.png")},
                          {clip("t1.wav", 0.1F, 0.2F), file("1.png"), file("0.png")}};
        const auto tone = eval::evaluateRetrieval(m_engine, m_dataset).value().tone;
        QCOMPARE(tone.clips, std::size_t {2});
        QCOMPARE(tone.words.value, 0.5);
        QCOMPARE(tone.sound.value, 1.0);
        QCOMPARE(tone.both.value, 1.0);
    }

    void badClips_areCountedByWhatASearchWouldShow()
    {
        m_dataset.bad = {{clip("b0.wav", -0.1F, -0.1F), "silence"}, {clip("b1.wav", 0.1F, 0.1F), "music"}};
        const auto bad = eval::evaluateRetrieval(m_engine, m_dataset).value().bad;
        QCOMPARE(bad.size(), std::size_t {2});
        QCOMPARE(bad[0].refused, std::size_t {1});
        QCOMPARE(bad[1].maybe, std::size_t {1});  // three pictures are too few to compare with
    }

    void withoutSpeech_captionsAreMeasured()
    {
        m_dataset.utterances.clear();
        const auto report = eval::evaluateRetrieval(m_engine, m_dataset).value();
        QCOMPARE(report.conditions[0].condition, std::string("captions"));
        QCOMPARE(report.conditions[0].rows.size(), std::size_t {1});
        for (auto& picture : m_dataset.pictures)
            picture.captions.clear();
        QCOMPARE(eval::evaluateRetrieval(m_engine, m_dataset).error().code, base::ErrorCode::InvalidArgument);
    }

    void limits_chooseEvenly()
    {
        const auto report =
            eval::evaluateRetrieval(m_engine, m_dataset,
                                    {.mostUtterances = 2, .mostPictures = 0, .transcribe = {}, .bootstrap = {}})
                .value();
        QCOMPARE(report.conditions[0].utterances, std::size_t {2});
    }

    void reports_nameEverything()
    {
        m_dataset.bad = {{clip("b0.wav", -0.1F, -0.1F), "silence"}};
        m_dataset.tone = {{clip("t0.wav", 0.1F, 0.1F), file("0.png"), file("1.png")}};
        const auto report = eval::evaluateRetrieval(m_engine, m_dataset).value();
        const auto json = toJson(report);
        QCOMPARE(json["conditions"][0]["rows"][1]["to_picture"]["recall_1"]["value"].get<double>(), 2.0 / 3);
        QCOMPARE(json["tone"]["clips"].get<int>(), 1);
        const std::string text = toMarkdown(report);
        for (const char* part : {"## colours on colours", "| words alone | to picture | 66.7 (",
                                 "word error rate 33.3 %", "| silence | 1 | 1 |"})
            QVERIFY2(text.find(part) != std::string::npos, text.c_str());
    }

    void missingFiles_areNamed()
    {
        m_dataset.utterances[1].file = file("missing.wav");
        const auto report = eval::evaluateRetrieval(m_engine, m_dataset);
        QCOMPARE(report.error().code, base::ErrorCode::NotFound);
        QVERIFY(report.error().message.find("missing.wav") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstRetrieval)
#include "tst_retrieval.moc"
