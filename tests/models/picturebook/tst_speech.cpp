#include "models/picturebook/recipe/speech/other_speech.h"
#include "models/picturebook/recipe/speech/sound.h"

#include <QTest>
#include <cmath>
#include <numbers>
#include <set>

using namespace saysee::picturebook;

namespace {

double power(std::span<const float> samples)
{
    double sum = 0;
    for (const float sample : samples)
        sum += double(sample) * double(sample);
    return sum / static_cast<double>(samples.size());
}

}  // namespace

class TstSpeech : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splits_shareNoVoice()
    {
        std::set<std::string> seen;
        for (const Split split : {Split::Train, Split::Validation, Split::Test})
            for (const Voice& voice : voices(split)) {
                const std::string variant = voice.name.substr(voice.name.find('+') + 1);
                QVERIFY2(seen.insert(voice.name).second, voice.name.c_str());
                for (const Split other : {Split::Train, Split::Validation, Split::Test})
                    if (other != split)
                        for (const Voice& stranger : voices(other))
                            QVERIFY2(stranger.name.substr(stranger.name.find('+') + 1) != variant, variant.c_str());
            }
    }

    void everyVoiceOfTheTestSplit_speaks()
    {
        Delivery delivery;
        for (const Voice& voice : voices(Split::Test)) {
            delivery.voice = voice;
            const auto speech = speak("two brown dogs on the beach", delivery);
            QVERIFY2(speech.has_value(), voice.name.c_str());
            QVERIFY2(speech->size() > 16'000 && speech->size() < 5 * 16'000, voice.name.c_str());
        }
    }

    void unknownVoice_isAnError()
    {
        Delivery delivery;
        delivery.voice = {Synthesiser::Espeak, "xx-nobody"};
        const auto espeak = speak("a red car", delivery);
        delivery.voice = {Synthesiser::FliteFast, "nobody"};
        const auto flite = speak("a red car", delivery);
        QVERIFY(!espeak.has_value());
        QVERIFY(!flite.has_value());
    }

    // Every language, the unknown words and the music: a synthesiser without one of them fails here.
    void otherSpeech_isAudibleAndNotLimited()
    {
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            Random random(seed);
            const auto clip = makeOtherSpeech(random);
            QVERIFY2(clip.has_value(), clip ? "" : clip.error().message.c_str());
            QVERIFY2(clip->size() > 8'000 && clip->size() < 16 * 16'000, std::to_string(clip->size()).c_str());
            QVERIFY2(power(*clip) > 1e-6, std::to_string(seed).c_str());
        }
    }

    void resample_keepsATone()
    {
        std::vector<float> tone(22'050);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] = static_cast<float>(std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / 22'050));
        const auto result = resample(tone, 16'000.0 / 22'050);
        QCOMPARE(result.size(), std::size_t(16'000));
        for (std::size_t i = 100; i < result.size() - 100; ++i)
            QVERIFY(
                std::fabs(double(result[i]) - std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / 16'000))
                < 0.02);
    }

    void noise_hasTheRatioAskedFor()
    {
        const auto noises = makeNoises(Split::Test, 6, 1);
        QVERIFY(noises.has_value());
        std::vector<float> tone(32'000);
        for (std::size_t i = 0; i < tone.size(); ++i)
            tone[i] = static_cast<float>(0.05 * std::sin(0.3 * static_cast<double>(i)));
        Acoustics acoustics;
        acoustics.lead = acoustics.tail = 0;
        Random a(4);
        const auto clean = recordThrough(tone, acoustics, *noises, a);
        acoustics.noiseRatio = 0;
        Random b(4);
        const auto noisy = recordThrough(tone, acoustics, *noises, b);
        const double ratio = 10 * std::log10(power(noisy) / power(clean));
        QVERIFY2(ratio > 2 && ratio < 4, std::to_string(ratio).c_str());  // equal powers add up to 3 dB
        QCOMPARE(conditionName(acoustics), std::string("noise0"));
    }
};

QTEST_GUILESS_MAIN(TstSpeech)
#include "tst_speech.moc"
