// Speech synthesis. espeak-ng keeps its state in globals and flite's voices hold their settings, hence a lock each.
#include "models/picturebook/recipe/speech/voices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <espeak-ng/speak_lib.h>
#include <flite/flite.h>
#include <memory>
#include <mutex>
#include <numbers>

extern "C" {
cst_voice* register_cmu_us_awb(const char* directory);
cst_voice* register_cmu_us_kal(const char* directory);
cst_voice* register_cmu_us_kal16(const char* directory);
cst_voice* register_cmu_us_rms(const char* directory);
cst_voice* register_cmu_us_slt(const char* directory);
}

namespace saysee::picturebook {
namespace {

constexpr double kSampleRate = 16'000;
constexpr int kHalfTaps = 16;  // of the resampling filter
constexpr int kKernelSteps = 512;  // table entries for one input sample

using base::ErrorCode;

// Every accent with every variant of a split; accents are shared, a voice is the pair.
std::vector<Voice> espeakVoices(std::span<const char* const> variants)
{
    constexpr std::array accents = {"en-us",          "en",     "en-gb-scotland", "en-gb-x-rp",
                                    "en-gb-x-gbclan", "en-029", "en-us-nyc"};
    std::vector<Voice> list;
    for (const char* variant : variants)
        for (const char* accent : accents)
            list.push_back({Synthesiser::Espeak, std::string(accent) + '+' + variant});
    return list;
}

std::vector<Voice> trainVoices()
{
    constexpr std::array variants = {
        "m1",      "m3",    "m4",      "m6",     "m7",      "m8",       "f1",     "f3",      "f4",      "Alex",
        "Andy",    "Annie", "Diogo",   "Gene",   "Hugo",    "Jacky",    "Lee",    "Mario",   "Michael", "Mike",
        "adam",    "anika", "antonio", "aunty",  "belinda", "benjamin", "boris",  "david",   "ed",      "edward",
        "grandma", "iven",  "iven3",   "john",   "klatt",   "klatt3",   "linda",  "marcelo", "max",     "miguel",
        "norbert", "pablo", "quincy",  "robert", "sandro",  "steph",    "steph3", "travis",  "zac"};
    std::vector<Voice> list = espeakVoices(variants);
    list.push_back({Synthesiser::FliteFast, "kal16"});
    list.push_back({Synthesiser::FliteSlow, "rms"});
    list.push_back({Synthesiser::FliteSlow, "awb"});
    return list;
}

std::vector<Voice> validationVoices()
{
    constexpr std::array variants = {"m2", "Denis", "Andrea", "paul", "klatt2", "steph2"};
    std::vector<Voice> list = espeakVoices(variants);
    list.push_back({Synthesiser::FliteFast, "kal"});
    return list;
}

std::vector<Voice> testVoices()
{
    constexpr std::array variants = {"m5",     "f2",    "f5",     "Henrique", "Marco",  "Alicia",
                                     "michel", "pedro", "shelby", "victor",   "grandpa"};
    std::vector<Voice> list = espeakVoices(variants);
    list.push_back({Synthesiser::FliteSlow, "slt"});
    return list;
}

int collect(short* samples, int count, espeak_EVENT* events)
{
    if (samples != nullptr && count > 0) {
        auto* out = static_cast<std::vector<float>*>(events->user_data);
        for (int i = 0; i < count; ++i)
            out->push_back(static_cast<float>(samples[i]) / 32768.0F);
    }
    return 0;
}

base::Result<int> espeakRate()
{
    static const int rate = [] {
        const int hertz = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
        espeak_SetSynthCallback(collect);
        return hertz;
    }();
    if (rate <= 0)
        return base::fail(ErrorCode::Internal, "espeak-ng could not be started; is espeak-ng-data installed?");
    return rate;
}

base::Result<std::vector<float>> speakEspeak(const std::string& text, const Delivery& delivery)
{
    static std::mutex lock;
    const std::scoped_lock guard(lock);
    SAYSEE_ASSIGN(const int rate, espeakRate());
    if (espeak_SetVoiceByName(delivery.voice.name.c_str()) != EE_OK)
        return base::fail(ErrorCode::Internal, "espeak-ng has no voice called " + delivery.voice.name + ".");
    espeak_SetParameter(espeakRATE, static_cast<int>(delivery.rate), 0);
    espeak_SetParameter(espeakPITCH, static_cast<int>(delivery.pitch), 0);
    espeak_SetParameter(espeakRANGE, static_cast<int>(delivery.range), 0);
    std::vector<float> samples;
    if (espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &samples)
        != EE_OK)
        return base::fail(ErrorCode::Internal, "espeak-ng could not speak: " + text);
    return resample(samples, kSampleRate / rate / delivery.warp);
}

cst_voice* fliteVoice(const std::string& name)
{
    static const bool started = flite_init() == 0;
    (void)started;
    if (name == "kal")
        return register_cmu_us_kal(nullptr);
    if (name == "kal16")
        return register_cmu_us_kal16(nullptr);
    if (name == "rms")
        return register_cmu_us_rms(nullptr);
    if (name == "awb")
        return register_cmu_us_awb(nullptr);
    return name == "slt" ? register_cmu_us_slt(nullptr) : nullptr;
}

base::Result<std::vector<float>> speakFlite(const std::string& text, const Delivery& delivery)
{
    static std::mutex lock;
    const std::scoped_lock guard(lock);
    cst_voice* voice = fliteVoice(delivery.voice.name);
    if (voice == nullptr)
        return base::fail(ErrorCode::Internal, "flite has no voice called " + delivery.voice.name + ".");
    const double own = delivery.voice.name == "slt" ? 170.0 : 105.0;  // Hz, the speaker's usual pitch
    flite_feat_set_float(voice->features, "int_f0_target_mean",
                         static_cast<float>(own * (0.6 + 0.008 * delivery.pitch)));
    flite_feat_set_float(voice->features, "int_f0_target_stddev",
                         static_cast<float>(0.1 * own * delivery.range / 50));
    flite_feat_set_float(voice->features, "duration_stretch", static_cast<float>(165 / delivery.rate));
    const std::unique_ptr<cst_wave, void (*)(cst_wave*)> wave(flite_text_to_wave(text.c_str(), voice), delete_wave);
    if (!wave || wave->num_samples <= 0)
        return base::fail(ErrorCode::Internal, "flite could not speak: " + text);
    std::vector<float> samples(static_cast<std::size_t>(wave->num_samples));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(wave->samples[i]) / 32768.0F;
    return resample(samples, kSampleRate / wave->sample_rate / delivery.warp);
}

// Cuts leading and trailing near-silence down to 60 ms and scales the peak to 0.5.
std::vector<float> trimmed(const std::vector<float>& samples)
{
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::fabs(sample));
    const auto loud = [peak](float sample) { return std::fabs(sample) > 0.02F * peak; };
    const auto first = std::find_if(samples.begin(), samples.end(), loud);
    const auto last = std::find_if(samples.rbegin(), samples.rend(), loud).base();
    if (first >= last)
        return {};
    constexpr std::ptrdiff_t margin = 960;
    const auto begin = first - std::min<std::ptrdiff_t>(margin, first - samples.begin());
    const auto end = last + std::min<std::ptrdiff_t>(margin, samples.end() - last);
    std::vector<float> result(begin, end);
    for (float& sample : result)
        sample *= 0.5F / peak;
    return result;
}

// One half of a Hann-windowed sinc, kKernelSteps entries a sample.
std::vector<float> sincTable(double cutoff, double reach)
{
    std::vector<float> table(static_cast<std::size_t>(reach * kKernelSteps) + 2);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double x = static_cast<double>(i) / kKernelSteps;
        const double phase = std::numbers::pi * cutoff * x;
        const double sinc = i == 0 ? 1.0 : std::sin(phase) / phase;
        const double window = x < reach ? 0.5 + 0.5 * std::cos(std::numbers::pi * x / reach) : 0.0;
        table[i] = static_cast<float>(sinc * window * cutoff);
    }
    return table;
}

}  // namespace

std::string Delivery::speaker() const
{
    std::array<char, 16> factor {};
    std::snprintf(factor.data(), factor.size(), "%.2f", warp);
    return (voice.synthesiser == Synthesiser::Espeak ? "espeak/" : "flite/") + voice.name + '/' + factor.data();
}

const std::vector<Voice>& voices(Split split)
{
    static const std::array<std::vector<Voice>, 3> lists = {trainVoices(), validationVoices(), testVoices()};
    return lists[static_cast<std::size_t>(split)];
}

Delivery sampleDelivery(Split split, Manner manner, Random& random)
{
    std::vector<Voice> espeak;
    std::vector<Voice> flite;
    for (const Voice& voice : voices(split))
        (voice.synthesiser == Synthesiser::Espeak ? espeak : flite).push_back(voice);
    Delivery delivery;
    delivery.manner = manner;
    // flite's statistical voices cannot be made lively or flat, so tone is spoken by espeak-ng alone.
    const bool useFlite = manner == Manner::Neutral && random.chance(split == Split::Train ? 0.2 : 0.1);
    delivery.voice = random.pick(std::span<const Voice>(useFlite ? flite : espeak));
    delivery.warp = split == Split::Train ? random.between(0.86, 1.16) : random.between(0.94, 1.06);
    delivery.rate = random.between(170, 225);
    delivery.pitch = random.between(35, 65);
    delivery.range = random.between(35, 65);
    if (manner == Manner::Cheerful) {
        delivery.rate = random.between(195, 235);
        delivery.pitch = random.between(60, 85);
        delivery.range = random.between(88, 99);
    } else if (manner == Manner::Gloomy) {
        delivery.rate = random.between(140, 165);
        delivery.pitch = random.between(15, 40);
        delivery.range = random.between(0, 12);
    }
    return delivery;
}

base::Result<std::vector<float>> speak(const std::string& text, const Delivery& delivery)
{
    SAYSEE_ASSIGN(const std::vector<float> samples,
                  delivery.voice.synthesiser == Synthesiser::Espeak ? speakEspeak(text, delivery)
                                                                    : speakFlite(text, delivery));
    std::vector<float> result = trimmed(samples);
    if (result.empty())
        return base::fail(ErrorCode::Internal, delivery.speaker() + " stayed silent for: " + text);
    return result;
}

std::vector<float> resample(std::span<const float> input, double ratio)
{
    const double cutoff = std::min(1.0, ratio) * 0.95;
    const double reach = kHalfTaps / std::min(1.0, ratio);
    const std::vector<float> kernel = sincTable(cutoff, reach);
    std::vector<float> output(static_cast<std::size_t>(static_cast<double>(input.size()) * ratio));
    for (std::size_t i = 0; i < output.size(); ++i) {
        const double centre = static_cast<double>(i) / ratio;
        const auto first = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(std::ceil(centre - reach)));
        const auto last = std::min(static_cast<std::ptrdiff_t>(std::floor(centre + reach)),
                                   static_cast<std::ptrdiff_t>(input.size()) - 1);
        float sum = 0;
        for (std::ptrdiff_t n = first; n <= last; ++n) {
            const double distance = std::fabs(static_cast<double>(n) - centre);
            sum += input[static_cast<std::size_t>(n)] * kernel[static_cast<std::size_t>(distance * kKernelSteps)];
        }
        output[i] = sum;
    }
    return output;
}

}  // namespace saysee::picturebook
