// clip_quality.h: each fault by itself, on made clips whose faults are known, and on real speech made worse.
#include "core/audio/clip_quality.h"
#include "core/audio/decode.h"
#include "core/audio/sounds.h"
#include "support/shared_data.h"

#include <QTest>
#include <set>

using namespace saysee;
using audio::ClipFault;

namespace {

// Two seconds with "speech" (a tone) from 0.5 to 1.5 s over noise.
struct MadeClip {
    double amplitude = 0.1;
    float noise = 0.0005F;
    double begin = 0.5;
    double end = 1.5;
    double seconds = 2;

    [[nodiscard]] audio::ClipQuality assess() const
    {
        std::vector<float> samples = test::whiteNoise(seconds, noise);
        const auto speech = test::tone(end - begin, 440, amplitude);
        const std::size_t first = test::samplesIn(begin);
        for (std::size_t i = 0; i < speech.size(); ++i)
            samples[first + i] = std::clamp(samples[first + i] + speech[i], -1.0F, 1.0F);
        return audio::assessClip(samples, {{{first, first + speech.size()}}});
    }
};

}  // namespace

#define EXPECT_FAULTS(quality, ...) QCOMPARE((quality).faults, (std::vector<ClipFault> {__VA_ARGS__}))

class TestClipQuality : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGoodClipHasNoFault()
    {
        const auto quality = MadeClip {}.assess();
        QVERIFY(quality.faults.empty());
        QVERIFY(quality.usable());
        QCOMPARE(audio::describe(quality), std::string("The recording is clear."));
        QVERIFY(std::abs(quality.speechDbfs + 23.0F) < 0.2F);
        QVERIFY(std::abs(quality.peakDbfs + 20.0F) < 0.5F);
        QVERIFY(std::abs(quality.noiseDbfs + 66.0F) < 1.5F);
        QCOMPARE(quality.speechSeconds, 1.0);
        QCOMPARE(quality.seconds, 2.0);
    }

    void eachFault()
    {
        EXPECT_FAULTS((MadeClip {.amplitude = 0.004, .noise = 1e-5F}.assess()), ClipFault::TooQuiet);
        EXPECT_FAULTS((MadeClip {.amplitude = 2.0}.assess()), ClipFault::Clipped);
        EXPECT_FAULTS((MadeClip {.begin = 0}.assess()), ClipFault::CutOffAtStart);
        EXPECT_FAULTS((MadeClip {.end = 2}.assess()), ClipFault::CutOffAtEnd);
        EXPECT_FAULTS((MadeClip {.seconds = 31}.assess()), ClipFault::TooLong);
        EXPECT_FAULTS((MadeClip {.noise = 0.05F}.assess()), ClipFault::Noisy);
        EXPECT_FAULTS(audio::assessClip(test::whiteNoise(2, 0.1F), {}), ClipFault::NoSpeech);
    }

    void onlyNoSpeechIsUnusable()
    {
        QVERIFY((!audio::ClipQuality {.faults = {ClipFault::NoSpeech}}.usable()));
        QVERIFY((audio::ClipQuality {.faults = {ClipFault::TooQuiet, ClipFault::Noisy}}.usable()));
    }

    void aSinglePeakAtFullScaleIsNotClipping()
    {
        std::vector<float> samples = test::tone(2, 440, 0.3);
        for (std::size_t i = 100; i < samples.size(); i += 400)
            samples[i] = 1.0F;
        QVERIFY(!audio::assessClip(samples, {{{8000, 24'000}}}).has(ClipFault::Clipped));
    }

    // Quiet to the edge is a whole word with a soft end, or a detector that let go late.
    void speechThatFadesAtTheEdgeIsNotCutOff()
    {
        std::vector<float> samples = test::tone(2, 440, 0.2);
        for (std::size_t i = 0; i < 3200; ++i) {
            const float fade = std::exp(-static_cast<float>(i) / 600.0F);
            samples[3199 - i] *= fade;
            samples[samples.size() - 3200 + i] *= fade;
        }
        EXPECT_FAULTS(audio::assessClip(samples, {{{0, samples.size()}}}));
    }

    void noSamplesAreNoSpeech()
    {
        const auto quality = audio::assessClip({}, {});
        EXPECT_FAULTS(quality, ClipFault::NoSpeech);
        QVERIFY(std::isfinite(quality.noiseDbfs) && std::isfinite(quality.clippedShare));
    }

    void everyFaultHasAdvice()
    {
        std::set<std::string> sentences;
        for (int i = 0; i <= static_cast<int>(ClipFault::Noisy); ++i) {
            const auto fault = static_cast<ClipFault>(i);
            const std::string sentence = audio::describe(fault);
            QVERIFY2(sentence.find(": ") != std::string::npos && sentence.ends_with("."), sentence.c_str());
            sentences.insert(sentence);
        }
        QCOMPARE(sentences.size(), std::size_t(7));
    }

    void realSpeechMadeWorse_data()
    {
        QTest::addColumn<double>("gain");
        QTest::addColumn<float>("noise");
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* name, double gain, float noise, double from, double to, int fault) {
            QTest::newRow(name) << gain << noise << from << to << fault;
        };
        row("as it is", 1, 0, 0, 20, -1);
        row("30 dB down", 0.032, 0, 0, 20, int(ClipFault::TooQuiet));
        row("20 dB up", 10, 0, 0, 20, int(ClipFault::Clipped));
        row("in noise", 1, 0.03F, 0, 20, int(ClipFault::Noisy));
        row("released too early", 1, 0, 0, 3.0, int(ClipFault::CutOffAtEnd));
        row("pressed too late", 1, 0, 1.2, 20, int(ClipFault::CutOffAtStart));
    }
    void realSpeechMadeWorse()
    {
        const auto path = test::sharedDirectory() / "data/speech/LJ003-0018.wav";
        SAYSEE_NEEDS(path);
        QFETCH(double, gain);
        QFETCH(float, noise);
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(int, fault);
        const auto clip = audio::decodeFile(path);
        QVERIFY(clip);
        const std::size_t begin = test::samplesIn(from);
        const std::size_t end = std::min(test::samplesIn(to), clip->samples.size());
        const auto added = test::whiteNoise(clip->seconds() + 1, noise);
        std::vector<float> samples;
        for (std::size_t i = begin; i < end; ++i)
            samples.push_back(std::clamp(static_cast<float>(gain) * clip->samples[i] + added[i], -1.0F, 1.0F));
        const auto activity = audio::detectSpeech(samples);
        QVERIFY(activity);
        const auto quality = audio::assessClip(samples, *activity);
        if (fault < 0)
            QVERIFY2(quality.faults.empty(), audio::describe(quality).c_str());
        else
            QVERIFY2(quality.has(static_cast<ClipFault>(fault)), audio::describe(quality).c_str());
    }
};

QTEST_GUILESS_MAIN(TestClipQuality)
#include "tst_clip_quality.moc"
