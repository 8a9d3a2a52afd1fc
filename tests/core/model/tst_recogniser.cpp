// The recogniser whole, on the small random network: what it hears is nonsense, but what it does with bad clips, bad
// options, long clips and doubt is not.
#include "core/model/whisper/recogniser.h"
#include "core/model/whisper/transcription.h"
#include "support/shared_data.h"
#include "support/wave_file.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace saysee;
using base::ErrorCode;
using model::TranscribeOptions;

class TestRecogniser : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<model::WhisperRecogniser> m_recogniser;
    audio::Clip m_speech;

    // Greedy alone: a random network is never sure, and the whole ladder takes its time.
    static TranscribeOptions once()
    {
        TranscribeOptions options;
        options.language = "en";
        options.temperatures = {0.0};
        options.maxTokens = 12;
        options.noSpeechLimit = 2.0;
        return options;
    }

    static std::string withoutBlanks(std::string text)
    {
        std::erase(text, ' ');
        return text;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto folder = test::sharedDirectory() / "golden" / "whisper-nano-hf";
        SAYSEE_NEEDS(folder);
        const auto checkpoint = model::readWhisperCheckpoint(folder);
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().message.c_str());
        const auto tokenizer = text::WhisperTokenizer::load(folder);
        QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().message.c_str());
        auto made = model::WhisperRecogniser::create(*checkpoint, *tokenizer, at::Device(test::testDevice()));
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        m_recogniser = std::move(*made);
        m_speech.samples = test::readPcm16(test::sharedDirectory() / "golden" / "jfk-16k.wav");
        QCOMPARE(m_speech.samples.size(), std::size_t {176'000});
    }

    void aTokenizerOfAnotherNetworkIsRefused()
    {
        const auto folder = test::sharedDirectory() / "golden" / "whisper-nano-hf";
        auto checkpoint = *model::readWhisperCheckpoint(folder);
        checkpoint.config["vocab_size"] = 51'864;
        const auto made = model::WhisperRecogniser::create(checkpoint, *text::WhisperTokenizer::load(folder));
        QVERIFY(!made && made.error().code == ErrorCode::Corrupt);
    }

    void statesAreCutToTheClip()
    {
        const auto heard = m_recogniser->recognise(m_speech, once());
        QVERIFY2(heard, heard ? "" : heard.error().message.c_str());
        QCOMPARE(heard->states.size(0), std::int64_t {550});  // 11 s in steps of 20 ms
        QCOMPARE(heard->states.size(1), std::int64_t {64});
        QVERIFY(heard->transcript.fullWindow);  // random words are unsure words
        QCOMPARE(heard->transcript.language, std::string("en"));
        QCOMPARE(heard->transcript.hypotheses.size(), std::size_t {1});
        QCOMPARE(heard->timings.size(), std::size_t {3});
        const auto states = m_recogniser->states(m_speech, false);
        QVERIFY(states && at::allclose(*states, heard->states, 1e-4, 1e-4));
        TranscribeOptions sure = once();
        sure.logProbLimit = -1000.0;
        sure.compressionRatioLimit = 1000.0;
        sure.maxTokens = 6;  // too few for a loop
        const auto quick = m_recogniser->recognise(m_speech, sure);
        QVERIFY(quick && !quick->transcript.fullWindow);
        QVERIFY(at::allclose(quick->states, *m_recogniser->states(m_speech), 1e-4, 1e-4));
    }

    void nBestAreDifferentAndRanked()
    {
        TranscribeOptions options = once();
        options.beamSize = 5;
        options.nBest = 3;
        const auto heard = m_recogniser->recognise(m_speech, options);
        QVERIFY(heard);
        const auto& hypotheses = heard->transcript.hypotheses;
        QVERIFY(hypotheses.size() >= 2);
        for (std::size_t i = 1; i < hypotheses.size(); ++i) {
            QVERIFY(hypotheses[i].text != hypotheses[0].text);
            QVERIFY(hypotheses[i].score <= hypotheses[i - 1].score);
        }
    }

    void shortAndDamagedClips()
    {
        const auto empty = m_recogniser->recognise({}, once());
        QVERIFY(!empty && empty.error().code == ErrorCode::AudioUnusable);
        for (const float value : {0.5F, 0.0F, std::numeric_limits<float>::quiet_NaN()}) {
            for (const std::size_t samples : {std::size_t {1}, std::size_t {319}, std::size_t {16'000}}) {
                const auto heard = m_recogniser->recognise({std::vector<float>(samples, value)}, once());
                QVERIFY2(heard, heard ? "" : heard.error().message.c_str());
                QCOMPARE(heard->states.size(0), static_cast<std::int64_t>((samples + 319) / 320));
                QVERIFY(at::isfinite(heard->states).all().item<bool>());
            }
        }
    }

    void silenceIsNoSpeech()
    {
        TranscribeOptions options = once();
        options.noSpeechLimit = -1.0;  // whatever the random network says of it
        const auto heard = m_recogniser->recognise({std::vector<float>(16'000, 0.0F)}, options);
        QVERIFY(heard && heard->transcript.noSpeech);
        QVERIFY(heard->transcript.hypotheses.empty() && heard->transcript.text().empty());
        QCOMPARE(heard->transcript.confidence(), 0.0);
        QVERIFY(heard->states.defined());  // the sound channel can still answer
    }

    void languageIsDetectedAndChecked()
    {
        TranscribeOptions options = once();
        options.language.clear();
        const auto heard = m_recogniser->recognise(m_speech, options);
        const auto codes = m_recogniser->languages();
        QVERIFY(heard && std::find(codes.begin(), codes.end(), heard->transcript.language) != codes.end());
        options.language = "klingon";
        const auto unknown = m_recogniser->recognise(m_speech, options);
        QVERIFY(!unknown && unknown.error().code == ErrorCode::InvalidArgument);
    }

    void optionsOutOfRangeAreRefused()
    {
        const std::vector<std::function<void(TranscribeOptions&)>> wrong {
            [](TranscribeOptions& o) { o.beamSize = 0; },
            [](TranscribeOptions& o) { o.beamSize = 10'000; },
            [](TranscribeOptions& o) { o.nBest = 2; },
            [](TranscribeOptions& o) { o.maxTokens = 0; },
            [](TranscribeOptions& o) { o.temperatures = {-0.5}; },
            [](TranscribeOptions& o) { o.temperatures = {std::nan("")}; },
        };
        for (std::size_t i = 0; i < wrong.size(); ++i) {
            TranscribeOptions options = once();
            wrong[i](options);
            const auto heard = m_recogniser->recognise(m_speech, options);
            QVERIFY2(!heard && heard.error().code == ErrorCode::InvalidArgument, qPrintable(QString::number(i)));
        }
    }

    void aLongClipGoesOnToItsEnd()
    {
        audio::Clip clip;
        while (clip.seconds() < 70.0)
            clip.samples.insert(clip.samples.end(), m_speech.samples.begin(), m_speech.samples.end());
        std::vector<std::uint64_t> reached;
        base::TaskContext task;
        task.report = [&](const base::Progress& progress) { reached.push_back(progress.done); };
        const auto heard = m_recogniser->recognise(clip, once(), task);
        QVERIFY2(heard, heard ? "" : heard.error().message.c_str());
        QVERIFY(reached.size() >= 3 && std::is_sorted(reached.begin(), reached.end()));
        QCOMPARE(heard->states.size(0), std::int64_t {1500});
        QCOMPARE(heard->transcript.hypotheses.size(), std::size_t {1});
        double last = 0.0;
        for (const model::Segment& segment : heard->transcript.segments) {
            QVERIFY(segment.startSeconds >= last && segment.endSeconds >= segment.startSeconds);
            QVERIFY(segment.endSeconds <= clip.seconds() + 0.02);
            last = segment.startSeconds;
        }
        QVERIFY(!heard->transcript.segments.empty());
        // A segment that a window left open is heard again with the next: its words come once.
        std::string words;
        for (const model::Segment& segment : heard->transcript.segments)
            words += segment.text;
        QCOMPARE(withoutBlanks(heard->transcript.text()), withoutBlanks(words));
    }

    // Networks with another window than the published ones' know no timestamps.
    void aShortWindowIsCutWhereItIsQuiet()
    {
        model::WhisperConfig config;
        config.audioContext = 500;
        std::vector<float> clip(165'000, 0.5F);
        std::fill(clip.begin() + 158'400, clip.begin() + 160'000, 0.0F);  // a pause just before the window's end
        using model::Timestamps;
        const std::size_t cut = model::samplesOfWindow(config, clip, Timestamps::Absent);
        QVERIFY2(clip.size() - cut > 8'000, "what is left is too short to be listened to");
        QVERIFY(cut >= 100'000);
        QCOMPARE(model::samplesOfWindow(config, std::span(clip).first(160'000), Timestamps::Absent),
                 std::size_t {160'000});
        QCOMPARE(model::samplesOfWindow(config, clip, Timestamps::Present), std::size_t {160'000});
    }

    void segmentsOfOneWindowComeWhenTheyAreAskedFor()
    {
        TranscribeOptions options = once();
        options.timestamps = true;
        const auto checkpoint = test::sharedDirectory() / "golden" / "whisper-nano-hf";
        auto shortened = *model::readWhisperCheckpoint(checkpoint);
        shortened.config["max_source_positions"] = 600;
        shortened.tensors["model.encoder.embed_positions.weight"] =
            shortened.tensors["model.encoder.embed_positions.weight"].narrow(0, 0, 600).contiguous();
        const auto recogniser = model::WhisperRecogniser::create(shortened, *text::WhisperTokenizer::load(checkpoint),
                                                                 at::Device(test::testDevice()));
        QVERIFY2(recogniser, recogniser ? "" : recogniser.error().message.c_str());
        const auto heard = (*recogniser)->recognise(m_speech, options);
        QVERIFY(heard && !heard->transcript.noSpeech);
        QCOMPARE(heard->transcript.segments.size(), std::size_t {1});
        QCOMPARE(heard->transcript.segments.front().text, heard->transcript.text());
        QCOMPARE(heard->transcript.segments.front().endSeconds, m_speech.seconds());
    }

    // The states that a head is trained on are those that it gets in a search, however long the clip.
    void statesOfALongClipAreThoseOfItsFirstWindow()
    {
        audio::Clip clip = m_speech;
        clip.samples.insert(clip.samples.end(), 30 * 16'000, 0.0F);
        for (const float sample : m_speech.samples)
            clip.samples.push_back(20.0F * sample);  // the loudest comes behind the first window
        const auto heard = m_recogniser->recognise(clip, once());
        const auto states = m_recogniser->states(clip);
        QVERIFY(heard && states);
        QVERIFY(at::allclose(*states, heard->states, 1e-4, 1e-4));
    }

    void aNetworkThatOverflowsIsAnError()
    {
        const auto folder = test::sharedDirectory() / "golden" / "whisper-nano-hf";
        auto checkpoint = *model::readWhisperCheckpoint(folder);
        at::Tensor& norm = checkpoint.tensors["model.decoder.layer_norm.weight"];
        norm = at::full(norm.sizes(), 3e38F, at::kFloat);
        const auto recogniser = model::WhisperRecogniser::create(checkpoint, *text::WhisperTokenizer::load(folder));
        QVERIFY2(recogniser, recogniser ? "" : recogniser.error().message.c_str());
        TranscribeOptions options = once();
        options.beamSize = 5;
        const auto heard = (*recogniser)->recognise(m_speech, options);
        QVERIFY(!heard && heard.error().code == ErrorCode::Internal);
        QVERIFY2(heard.error().detail.find("no numbers") != std::string::npos, heard.error().detail.c_str());
    }

    void aContextTooShortForAPromptIsRefused()
    {
        const auto folder = test::sharedDirectory() / "golden" / "whisper-nano-hf";
        auto checkpoint = *model::readWhisperCheckpoint(folder);
        checkpoint.config["max_target_positions"] = 3;
        const auto made = model::WhisperRecogniser::create(checkpoint, *text::WhisperTokenizer::load(folder));
        QVERIFY(!made && made.error().code == ErrorCode::Corrupt);
    }

    void itStopsWhenAsked()
    {
        std::stop_source source;
        source.request_stop();
        base::TaskContext task;
        task.stop = source.get_token();
        const auto heard = m_recogniser->recognise(m_speech, once(), task);
        QVERIFY(!heard && heard.error().code == ErrorCode::Cancelled);
    }

    void theLadderIsClimbedWhenUnsure()
    {
        TranscribeOptions options = once();
        options.temperatures = {0.0, 0.4};
        const auto heard =
            m_recogniser->recognise({{m_speech.samples.begin(), m_speech.samples.begin() + 16'000}}, options);
        QVERIFY(heard);
        QCOMPARE(heard->transcript.temperature, 0.4);
        const auto again =
            m_recogniser->recognise({{m_speech.samples.begin(), m_speech.samples.begin() + 16'000}}, options);
        QVERIFY2(again && again->transcript.text() == heard->transcript.text(), "the same seed gives the same words");
    }
};

QTEST_GUILESS_MAIN(TestRecogniser)
#include "tst_recogniser.moc"
