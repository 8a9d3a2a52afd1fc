#include "models/picturebook/recipe/data/bad_input.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace saysee::picturebook {
namespace {

constexpr double kRate = 16'000;

std::vector<float> silence(Random& random)
{
    std::vector<float> samples(static_cast<std::size_t>(random.between(2, 5) * kRate));
    for (float& sample : samples)
        sample = static_cast<float>(2e-4 * random.normal());
    return samples;
}

// Ten seconds.
std::vector<float> noise(const std::vector<NoiseRecording>& noises, Random& random)
{
    std::vector<NoiseRecording> wordless;
    for (const NoiseRecording& recording : noises)
        if (recording.name.find("babble") == std::string::npos)
            wordless.push_back(recording);
    std::vector<float> samples = random.pick(std::span<const NoiseRecording>(wordless)).samples;
    for (float& sample : samples)
        sample = std::clamp(0.1F * sample, -1.0F, 1.0F);
    return samples;
}

// A slow melody of plucked chords in a minor or major key.
std::vector<float> music(Random& random)
{
    constexpr std::array<int, 7> major = {0, 2, 4, 5, 7, 9, 11};
    std::vector<float> samples(static_cast<std::size_t>(5 * kRate), 0.0F);
    const double tonic = 220 * std::pow(2.0, random.integer(0, 11) / 12.0);
    const double beat = random.between(0.22, 0.5);
    for (double start = 0; start < 5 - beat; start += beat)
        for (const int third : {0, 2, 4}) {
            const auto step = static_cast<std::size_t>((random.integer(0, 6) + third) % 7);
            const double hertz = tonic * std::pow(2.0, major[step] / 12.0);
            for (auto i = static_cast<std::size_t>(start * kRate); i < samples.size(); ++i) {
                const double time = static_cast<double>(i) / kRate - start;
                double wave = 0;
                for (int harmonic = 1; harmonic <= 5; ++harmonic)
                    wave += std::sin(2 * std::numbers::pi * hertz * harmonic * time) / harmonic;
                samples[i] += static_cast<float>(0.05 * wave * std::exp(-3 * time));
            }
        }
    for (float& sample : samples)
        sample = std::clamp(sample, -1.0F, 1.0F);
    return samples;
}

Voice foreignVoice(std::string language, Random& random)
{
    constexpr std::array variants = {"m5", "f2", "f5", "Henrique", "Marco"};
    return {Synthesiser::Espeak, std::move(language) + '+' + random.pick(std::span<const char* const>(variants))};
}

base::Result<std::vector<float>> otherLanguage(Random& random)
{
    struct Sentence {
        const char* language;
        const char* text;
    };
    constexpr std::array<Sentence, 12> sentences = {{
        {"de", "der Zug nach Hamburg hat heute leider Verspätung"},
        {"de", "kannst du mir bitte das Salz geben"},
        {"de", "wir haben gestern lange über das Wetter gesprochen"},
        {"fr", "je voudrais réserver une table pour demain soir"},
        {"fr", "les enfants jouent dans le jardin après l'école"},
        {"fr", "il a oublié ses clés chez le voisin"},
        {"es", "mañana vamos a visitar a mi abuela"},
        {"es", "no encuentro el libro que me prestaste"},
        {"it", "il treno parte alle otto e mezza"},
        {"it", "mi piace leggere prima di dormire"},
        {"pl", "jutro rano jedziemy do babci"},
        {"nl", "we gaan morgen naar de markt in de stad"},
    }};
    const Sentence& sentence = random.pick(std::span<const Sentence>(sentences));
    Delivery delivery = sampleDelivery(Split::Test, Manner::Neutral, random);
    delivery.voice = foreignVoice(sentence.language, random);
    return speak(sentence.text, delivery);
}

base::Result<std::vector<float>> unknownWords(Random& random)
{
    constexpr std::array<const char*, 12> sentences = {
        "please book me an appointment with the dentist",
        "our quarterly budget exceeds every expectation",
        "turn off the kitchen radio after breakfast",
        "my password must contain eleven characters",
        "the orchestra rehearses symphonies each thursday",
        "who borrowed my calculator yesterday",
        "translate this paragraph into portuguese",
        "the committee postponed its decision until october",
        "remember to water the basil upstairs",
        "their flight was delayed because of engine trouble",
        "philosophy requires patience and curiosity",
        "could you repeat the telephone number slowly",
    };
    Delivery delivery = sampleDelivery(Split::Test, Manner::Neutral, random);
    return speak(random.pick(std::span<const char* const>(sentences)), delivery);
}

}  // namespace

base::Result<std::vector<float>> makeBadClip(std::string_view kind, const std::vector<NoiseRecording>& noises,
                                             Random& random)
{
    if (kind == "silence")
        return silence(random);
    if (kind == "noise")
        return noise(noises, random);
    if (kind == "music")
        return music(random);
    SAYSEE_ASSIGN(const std::vector<float> speech,
                  kind == "other language" ? otherLanguage(random) : unknownWords(random));
    return recordThrough(speech, sampleTestAcoustics(std::nullopt, random), {}, random);
}

}  // namespace saysee::picturebook
