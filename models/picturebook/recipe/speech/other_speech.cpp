#include "models/picturebook/recipe/speech/other_speech.h"

#include "models/picturebook/recipe/speech/sound.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace saysee::picturebook {
namespace {

constexpr double kRate = 16'000;

// Frequent words of languages that the test set's foreign clips are not in.
struct Language {
    const char* code;  // espeak-ng's
    std::array<const char*, 24> words;
};
constexpr std::array<Language, 8> kLanguages = {{
    {"pt", {"hoje",   "amanhã", "casa",  "tempo",  "pessoa", "trabalho", "nunca",  "sempre",
            "porque", "cidade", "livro", "comer",  "falar",  "agora",    "depois", "muito",
            "pouco",  "semana", "noite", "grande", "velho",  "novo",     "para",   "com"}},
    {"sv", {"idag",   "imorgon", "huset", "tiden", "människa", "arbete", "aldrig", "alltid",
            "därför", "staden",  "boken", "äta",   "prata",    "nu",     "sedan",  "mycket",
            "lite",   "vecka",   "natt",  "stor",  "gammal",   "ny",     "för",    "med"}},
    {"cs", {"dnes",    "zítra", "dům",   "čas",   "člověk", "práce", "nikdy",   "vždy",
            "protože", "město", "kniha", "jíst",  "mluvit", "teď",   "později", "velmi",
            "málo",    "týden", "noc",   "velký", "starý",  "nový",  "pro",     "bez"}},
    {"ro", {"astăzi", "mâine",     "casă",   "timp",    "om",    "muncă", "niciodată", "mereu",
            "pentru", "oraș",      "carte",  "mănâncă", "vorbi", "acum",  "apoi",      "foarte",
            "puțin",  "săptămână", "noapte", "mare",    "vechi", "nou",   "lângă",     "fără"}},
    {"fi", {"tänään", "huomenna", "talo",  "aika",  "ihminen", "työ",  "koskaan", "aina",
            "koska",  "kaupunki", "kirja", "syödä", "puhua",   "nyt",  "sitten",  "paljon",
            "vähän",  "viikko",   "yö",    "suuri", "vanha",   "uusi", "ilman",   "kanssa"}},
    {"tr",
     {"bugün",    "yarın", "ev",    "zaman", "insan", "çalışmak", "asla", "daima", "çünkü", "şehir", "kitap", "yemek",
      "konuşmak", "şimdi", "sonra", "çok",   "biraz", "hafta",    "gece", "büyük", "eski",  "yeni",  "için",  "ile"}},
    {"hu", {"ma",    "holnap", "ház",     "idő",  "ember",    "munka", "soha",   "mindig",
            "mert",  "város",  "könyv",   "enni", "beszélni", "most",  "később", "nagyon",
            "kevés", "hét",    "éjszaka", "nagy", "régi",     "új",    "nélkül", "együtt"}},
    {"id", {"hari",    "besok",  "rumah", "waktu", "orang",     "kerja",    "tidak",    "selalu",
            "karena",  "kota",   "buku",  "makan", "berbicara", "sekarang", "kemudian", "sangat",
            "sedikit", "minggu", "malam", "besar", "lama",      "baru",     "untuk",    "dengan"}},
}};

// English words that no caption of the world holds.
constexpr std::array kUnknown = {
    "always",   "answer",    "bakery",   "battery",  "believe",  "bottle",   "bridge",   "broken",   "brother",
    "business", "button",    "cancel",   "carpet",   "cheese",   "chicken",  "coffee",   "computer", "concert",
    "cousin",   "danger",    "dinner",   "doctor",   "door",     "dream",    "email",    "engineer", "example",
    "factory",  "father",    "finger",   "forget",   "freedom",  "garage",   "glasses",  "grammar",  "guitar",
    "hammer",   "history",   "hospital", "hungry",   "idea",     "language", "laptop",   "laugh",    "lesson",
    "letter",   "library",   "message",  "minister", "minute",   "mistake",  "money",    "mother",   "music",
    "nervous",  "newspaper", "office",   "pepper",   "pocket",   "police",   "problem",  "promise",  "quickly",
    "reason",   "recipe",    "school",   "secret",   "shoulder", "soldier",  "station",  "student",  "sugar",
    "summer",   "teacher",   "theory",   "ticket",   "tomorrow", "trousers", "vacation", "village",  "voice",
    "wallet",   "window",    "winter",   "wisdom",   "zero",     "bread"};
constexpr std::array kBetween = {"the",  "a",    "my",   "your", "is",   "was",  "and", "to",   "of", "for", "we",
                                 "they", "have", "will", "not",  "with", "when", "but", "that", "in", "on",  "her"};

std::string foreignSentence(const Language& language, Random& random)
{
    std::string text;
    for (int words = random.integer(4, 10); words > 0; --words)
        text.append(text.empty() ? "" : " ").append(random.pick(std::span<const char* const>(language.words)));
    return text;
}

std::string unknownSentence(Random& random)
{
    std::string text;
    for (int words = random.integer(3, 7); words > 0; --words) {
        if (random.chance(0.6))
            text.append(random.pick(std::span<const char* const>(kBetween))).append(" ");
        text.append(random.pick(std::span<const char* const>(kUnknown))).append(words > 1 ? " " : "");
    }
    return text;
}

base::Result<std::vector<float>> speakForeign(Random& random)
{
    const Language& language = random.pick(std::span<const Language>(kLanguages));
    Delivery delivery = sampleDelivery(Split::Train, Manner::Neutral, random);
    while (delivery.voice.synthesiser != Synthesiser::Espeak)
        delivery = sampleDelivery(Split::Train, Manner::Neutral, random);
    delivery.voice.name = language.code + delivery.voice.name.substr(delivery.voice.name.find('+'));
    return speak(foreignSentence(language, random), delivery);
}

// A voice of sine waves over a drone and a drum, in one of the minor scales.
std::vector<float> music(Random& random)
{
    constexpr std::array<int, 7> scale = {0, 2, 3, 5, 7, 8, 10};
    std::vector<float> samples(static_cast<std::size_t>(random.between(2, 6) * kRate));
    const double tonic = 110 * std::pow(2.0, random.integer(0, 18) / 12.0);
    const double beat = random.between(0.15, 0.6);
    const double harmonics = random.between(1, 8);
    double hertz = tonic;
    double phase = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double time = static_cast<double>(i) / kRate;
        const double sinceBeat = std::fmod(time, beat);
        if (sinceBeat < 1.0 / kRate)
            hertz = tonic * std::pow(2.0, scale[static_cast<std::size_t>(random.integer(0, 6))] / 12.0);
        phase += 2 * std::numbers::pi * hertz * (1 + 0.005 * std::sin(34 * time)) / kRate;
        double tone = 0.3 * std::sin(2 * std::numbers::pi * tonic / 2 * time);
        for (double harmonic = 1; harmonic <= harmonics; ++harmonic)
            tone += std::sin(harmonic * phase) / harmonic;
        const double drum = random.normal() * std::exp(-40 * sinceBeat);
        samples[i] =
            static_cast<float>(std::clamp(0.12 * tone * (1 - std::exp(-60 * sinceBeat)) + 0.1 * drum, -1.0, 1.0));
    }
    return samples;
}

}  // namespace

base::Result<std::vector<float>> makeOtherSpeech(Random& random)
{
    const double kind = random.unit();
    Acoustics acoustics = sampleTrainingAcoustics(random);
    acoustics.noiseRatio.reset();
    if (kind < 0.15)
        return recordThrough(music(random), acoustics, {}, random);
    SAYSEE_ASSIGN(const std::vector<float> speech,
                  kind < 0.55
                      ? speakForeign(random)
                      : speak(unknownSentence(random), sampleDelivery(Split::Train, Manner::Neutral, random)));
    return recordThrough(speech, acoustics, {}, random);
}

}  // namespace saysee::picturebook
