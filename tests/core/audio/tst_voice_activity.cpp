// voice_activity.h on real speech, synthetic voices, noises, music and mixtures of them.
#include "core/audio/decode.h"
#include "core/audio/level_meter.h"
#include "core/audio/sounds.h"
#include "core/audio/voice/steadiness.h"
#include "core/audio/voice_activity.h"
#include "support/shared_data.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using audio::FrameVerdict;
using audio::SampleRange;

namespace {

audio::VoiceActivity detect(std::span<const float> samples)
{
    const auto activity = audio::detectSpeech(samples);
    return activity ? *activity : audio::VoiceActivity {{{0, 1}}};  // an error never looks like "no speech"
}

QString describe(const audio::VoiceActivity& activity)
{
    QString text;
    for (const SampleRange& segment : activity.segments)
        text += QStringLiteral("%1-%2 s ")
                    .arg(static_cast<double>(segment.begin) / audio::kSampleRate)
                    .arg(static_cast<double>(segment.end) / audio::kSampleRate);
    return text.isEmpty() ? QStringLiteral("no speech") : text;
}

// `sound` with `other` added so that it is `decibels` quieter.
std::vector<float> mixed(std::vector<float> sound, const std::vector<float>& other, double decibels)
{
    const double gain = audio::rms(sound) / audio::rms(other) * std::pow(10.0, -decibels / 20);
    for (std::size_t i = 0; i < sound.size(); ++i)
        sound[i] += static_cast<float>(gain) * other[i % other.size()];
    return sound;
}

std::vector<float> withSilence(double before, const std::vector<float>& sound, double after)
{
    std::vector<float> result(test::samplesIn(before));
    result.insert(result.end(), sound.begin(), sound.end());
    result.resize(result.size() + test::samplesIn(after));
    return result;
}

// Notes of `noteSeconds`, each from `sample(frequency, secondsIntoNote, secondsOverall)`.
template <class Sample>
std::vector<float> notes(double seconds, double noteSeconds, Sample sample)
{
    constexpr std::array kScale {262.0, 349.2, 440.0, 293.7, 392.0, 523.3, 329.6, 493.9};
    std::vector<float> result(test::samplesIn(seconds));
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double t = static_cast<double>(i) / audio::kSampleRate;
        const auto note = static_cast<std::size_t>(t / noteSeconds);
        result[i] = static_cast<float>(sample(kScale[note % kScale.size()], std::fmod(t, noteSeconds), t));
    }
    return result;
}

double harmonics(double frequency, double t, int count)
{
    double sum = 0;
    for (int h = 1; h <= count; ++h)
        sum += std::sin(2 * std::numbers::pi * frequency * h * t) / h;
    return sum;
}

std::vector<float> piano(double seconds, double noteSeconds)
{
    return notes(seconds, noteSeconds, [](double f, double sinceNote, double t) {
        return 0.04 * std::exp(-3 * sinceNote)
            * (harmonics(f, t, 6) + harmonics(f * 1.26, t, 6) + harmonics(f * 1.498, t, 6));
    });
}

std::vector<float> violin(double seconds, double noteSeconds)
{
    return notes(seconds, noteSeconds, [](double f, double sinceNote, double t) {
        const double vibrato = 0.006 / 5.5 / (2 * std::numbers::pi) * std::cos(2 * std::numbers::pi * 5.5 * t);
        return 0.06 * std::min(1.0, 15 * sinceNote) * harmonics(2 * f, t - vibrato, 10);
    });
}

std::vector<float> band(double seconds, double noteSeconds)
{
    std::vector<float> result = notes(seconds, noteSeconds, [](double f, double sinceNote, double t) {
        const double drum = std::sin(2 * std::numbers::pi * 60 * sinceNote) * std::exp(-15 * sinceNote);
        return 0.03 * harmonics(f, t, 5) + 0.06 * harmonics(f / 4, t, 3) + 0.2 * drum;
    });
    const auto hiss = test::whiteNoise(seconds, 0.02F);
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double sinceNote = std::fmod(static_cast<double>(i) / audio::kSampleRate, noteSeconds);
        result[i] += hiss[i] * static_cast<float>(std::exp(-40 * sinceNote));
    }
    return result;
}

std::vector<float> keyClicks(double seconds)
{
    std::vector<float> result = test::whiteNoise(seconds, 0.001F);
    const auto burst = test::whiteNoise(0.025, 0.5F, 2);
    for (std::size_t begin = 4000; begin + burst.size() < result.size(); begin += 12'000)
        for (std::size_t i = 0; i < burst.size(); ++i)
            result[begin + i] += burst[i] * std::exp(-static_cast<float>(i) / 60.0F);
    return result;
}

// espeak-ng's voice; empty when it is not installed.
std::vector<float> spoken(const char* voice, const char* text)
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("voice.wav"));
    QProcess::execute(
        QStringLiteral("espeak-ng"),
        {QStringLiteral("-v"), QString::fromLatin1(voice), QStringLiteral("-w"), file, QString::fromUtf8(text)});
    const auto clip = audio::decodeFile(file.toStdString());
    return clip ? clip->samples : std::vector<float>();
}

bool hasEspeak() { return !QStandardPaths::findExecutable(QStringLiteral("espeak-ng")).isEmpty(); }

}  // namespace

class TestVoiceActivity : public QObject {
    Q_OBJECT

    std::filesystem::path realSpeech(const char* name) const
    {
        return test::sharedDirectory() / "data/speech" / name;
    }

private Q_SLOTS:
    void thereIsNoSpeech_data()
    {
        QTest::addColumn<QVector<float>>("samples");
        const auto row = [](const char* name, const std::vector<float>& samples) {
            QTest::newRow(name) << QVector<float>(samples.begin(), samples.end());
        };
        row("nothing", {});
        row("one sample", {0.5F});
        row("silence", std::vector<float>(test::samplesIn(5)));
        row("very quiet noise", test::whiteNoise(5, 1e-4F));
        row("quiet noise", test::whiteNoise(5, 0.003F));
        row("loud noise", test::whiteNoise(5, 0.1F));
        row("quiet fan", test::fanNoise(5, 0.003F));
        row("fan", test::fanNoise(5, 0.03F));
        row("loud fan", test::fanNoise(5, 0.2F));
        row("mains hum", test::tone(5, 50, 0.2));
        row("whistle", test::tone(5, 1500, 0.2));
        row("key clicks", keyClicks(5));
        row("fast piano", piano(5, 0.125));
        row("piano", piano(5, 0.3));
        row("slow piano", piano(5, 0.6));
        row("violin", violin(5, 0.4));
        row("band", band(5, 0.25));
    }
    void thereIsNoSpeech()
    {
        QFETCH(QVector<float>, samples);
        const auto activity = detect(std::span(samples.constData(), static_cast<std::size_t>(samples.size())));
        QVERIFY2(!activity.hasSpeech(), qPrintable(describe(activity)));
    }

    void syntheticVoicesAreSpeech_data()
    {
        QTest::addColumn<QString>("voice");
        QTest::addColumn<QString>("text");
        for (const char* voice : {"en-us", "en-gb+m3", "en+f4", "de", "it", "fr+f2", "en+whisper"})
            QTest::addRow("sentence, %s", voice)
                << QString::fromLatin1(voice) << QStringLiteral("A brown dog runs along the beach");
        for (const char* word : {"dog", "yes", "moon", "snow"})
            QTest::addRow("one word, %s", word) << QStringLiteral("en-us") << QString::fromLatin1(word);
    }
    void syntheticVoicesAreSpeech()
    {
        if (!hasEspeak())
            QSKIP("espeak-ng is not installed");
        QFETCH(QString, voice);
        QFETCH(QString, text);
        const auto voiceOnly = spoken(voice.toLatin1().constData(), text.toLatin1().constData());
        QVERIFY(voiceOnly.size() > 4000);
        for (const double lead : {0.0, 1.0}) {  // at the very beginning, and after digital silence
            const auto activity = detect(withSilence(lead, voiceOnly, 0.5));
            QVERIFY2(activity.hasSpeech(), qPrintable(describe(activity)));
            const double begin = static_cast<double>(activity.segments.front().begin) / audio::kSampleRate;
            QVERIFY2(begin > lead - 0.1 && begin < lead + 0.15, qPrintable(describe(activity)));
            const double spokenSeconds = static_cast<double>(voiceOnly.size()) / audio::kSampleRate;
            QVERIFY2(activity.speechSeconds() > 0.6 * spokenSeconds, qPrintable(describe(activity)));
        }
    }

    void realSpeechIsSpeech()
    {
        SAYSEE_NEEDS(realSpeech(""));
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(realSpeech(""))) {
            if (entry.path().extension() != ".wav")
                continue;
            ++files;
            const auto clip = audio::decodeFile(entry.path());
            QVERIFY(clip);
            const auto activity = detect(clip->samples);
            QVERIFY2(activity.speechSeconds() > 0.7 * clip->seconds(), entry.path().c_str());
        }
        QVERIFY(files > 10);
    }

    // The speech begins and ends where it does, whatever is behind it.
    void speechIsFoundInNoise_data()
    {
        QTest::addColumn<QString>("noise");
        QTest::addColumn<double>("decibels");
        for (const double decibels : {30.0, 20.0, 10.0}) {
            QTest::addRow("hiss, %g dB", decibels) << QStringLiteral("hiss") << decibels;
            QTest::addRow("fan, %g dB", decibels) << QStringLiteral("fan") << decibels;
        }
        QTest::newRow("hiss, 5 dB") << QStringLiteral("hiss") << 5.0;
        QTest::newRow("piano, 15 dB") << QStringLiteral("piano") << 15.0;
    }
    void speechIsFoundInNoise()
    {
        SAYSEE_NEEDS(realSpeech("LJ003-0018.wav"));
        QFETCH(QString, noise);
        QFETCH(double, decibels);
        const auto clip = audio::decodeFile(realSpeech("LJ003-0018.wav"));
        QVERIFY(clip);
        const double seconds = clip->seconds();
        const auto background = noise == QStringLiteral("hiss") ? test::whiteNoise(seconds + 4, 0.1F)
            : noise == QStringLiteral("fan")                    ? test::fanNoise(seconds + 4, 0.1F)
                                                                : piano(seconds + 4, 0.35);
        const auto activity = detect(mixed(withSilence(2, clip->samples, 2), background, decibels));
        QVERIFY(activity.hasSpeech());
        const SampleRange range {activity.segments.front().begin, activity.segments.back().end};
        const double begin = static_cast<double>(range.begin) / audio::kSampleRate;
        const double end = static_cast<double>(range.end) / audio::kSampleRate;
        QVERIFY2(begin > 1.7 && begin < 2.7, qPrintable(describe(activity)));
        QVERIFY2(end > seconds + 1 && end < seconds + 2.5, qPrintable(describe(activity)));
        QVERIFY2(activity.speechSeconds() > 0.6 * seconds, qPrintable(describe(activity)));
    }

    void theVerdictIsAlwaysTheSame()
    {
        const auto samples = mixed(keyClicks(3), piano(3, 0.125), 3);
        const auto first = audio::detectSpeech(samples);
        const auto second = audio::detectSpeech(samples);
        QVERIFY(first && second && first->segments == second->segments);
    }

    void brokenSamplesDoNotCrash()
    {
        auto samples = test::whiteNoise(1, 100.0F);
        samples[500] = -1e30F;
        QVERIFY(audio::detectSpeech(samples));
    }

    // The rule by itself, a frame is 10 ms.
    void framesAreJoined()
    {
        const audio::VoiceActivityOptions options {.onset = std::chrono::milliseconds(30),
                                                   .hangover = std::chrono::milliseconds(50),
                                                   .minSpeech = std::chrono::milliseconds(20)};
        const auto join = [&](const char* frames) {
            std::vector<FrameVerdict> verdicts;
            for (const char* frame = frames; *frame != '\0'; ++frame)
                verdicts.push_back(*frame == '#'       ? FrameVerdict::Speech
                                       : *frame == '+' ? FrameVerdict::Voice
                                                       : FrameVerdict::Pause);
            QString text;
            for (const SampleRange& range : audio::joinFrames(verdicts, verdicts.size() * 160 - 10, options).segments)
                text += QStringLiteral("%1-%2 ")
                            .arg(static_cast<double>(range.begin) / 160)
                            .arg(static_cast<double>(range.end) / 160);
            return text.trimmed();
        };
        QCOMPARE(join(""), QString());
        QCOMPARE(join("......."), QString());
        QCOMPARE(join("..##........"), QString());  // shorter than the onset
        QCOMPARE(join("..###......."), QStringLiteral("2-5"));
        QCOMPARE(join("..+++......."), QString());  // a voice, but not of speech
        QCOMPARE(join("..++##++...."), QStringLiteral("2-8"));
        QCOMPARE(join("..###....##.........."), QStringLiteral("2-11"));  // a short pause is bridged
        QCOMPARE(join("..###.....###........"), QStringLiteral("2-5 10-13"));
        QCOMPARE(join("++++++++####+++++++++"), QStringLiteral("3-17"));  // noise does not make it longer for ever
        QCOMPARE(join("..##.###"), QStringLiteral("5-7.9375"));  // never beyond the clip
        QCOMPARE(join("########"), QStringLiteral("0-7.9375"));
    }

    void trimming()
    {
        const audio::VoiceActivity none;
        QCOMPARE(audio::speechRange(none, 16'000).size(), std::size_t(0));
        const audio::VoiceActivity speech {{{8000, 12'000}, {20'000, 24'000}}};
        QCOMPARE(audio::speechRange(speech, 48'000), (SampleRange {8000 - 3200, 24'000 + 4800}));
        QCOMPARE(audio::speechRange(speech, 25'000), (SampleRange {8000 - 3200, 25'000}));
        const audio::VoiceActivity early {{{100, 24'000}}};
        QCOMPARE(audio::speechRange(early, 48'000).begin, std::size_t(0));
        QCOMPARE(audio::trimToSpeech({std::vector<float>(16'000)}).error().code, base::ErrorCode::AudioUnusable);
    }

    void speechIsTrimmedToItself()
    {
        SAYSEE_NEEDS(realSpeech("LJ003-0058.wav"));
        const auto clip = audio::decodeFile(realSpeech("LJ003-0058.wav"));
        QVERIFY(clip);
        const auto trimmed = audio::trimToSpeech({withSilence(3, clip->samples, 3)});
        QVERIFY(trimmed);
        QVERIFY2(trimmed->seconds() > 3.2 && trimmed->seconds() < clip->seconds() + 0.3,
                 qPrintable(QString::number(trimmed->seconds())));
    }

    void heldNotesStandStillAndNoiseDoesNot()
    {
        const auto held = audio::spectralSteadiness(test::tone(1));
        const auto noise = audio::spectralSteadiness(test::whiteNoise(1, 0.1F));
        QCOMPARE(held.size(), std::size_t(50));
        QVERIFY(held[25] > 0.95F);
        QVERIFY(std::abs(noise[25]) < 0.3F);
        QVERIFY(audio::musicalHops(held)[25]);
        QVERIFY(!audio::musicalHops(noise)[25]);
        QVERIFY(audio::spectralSteadiness({}).empty());
    }
};

QTEST_GUILESS_MAIN(TestVoiceActivity)
#include "tst_voice_activity.moc"
