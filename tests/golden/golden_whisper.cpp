// Whisper against the reference's spectrograms, states, logits and decodings, from both file formats.
#include "core/base/files.h"
#include "core/model/checkpoint/checkpoint.h"
#include "core/model/checkpoint/safetensors.h"
#include "core/model/whisper/aten_stepper.h"
#include "core/model/whisper/encoder.h"
#include "core/model/whisper/half_decoder.h"
#include "core/model/whisper/log_mel.h"
#include "core/model/whisper/recogniser.h"
#include "core/model/whisper/window_decoder.h"
#include "golden/golden_checks.h"
#include "support/shared_data.h"
#include "support/wave_file.h"

#include <cmath>

namespace saysee::test {

namespace {

using model::TensorMap;

constexpr double kMelTolerance = 5e-5;  // of values up to 1.5: 1e-4 absolute, golden/README.md
constexpr double kRealTolerance = 1e-2;  // of the real encoder, whose weights and states are stored in half precision
constexpr double kProbabilityTolerance = 1e-3;

struct Loaded {
    model::Checkpoint checkpoint;
    model::WhisperConfig config;
    TensorMap golden;
    std::vector<float> samples;
};

base::Result<TensorMap> tensorsOf(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(model::Safetensors file, model::readSafetensors(path));
    return std::move(file.tensors);
}

base::Result<Loaded> load(const std::filesystem::path& network, const std::filesystem::path& golden)
{
    Loaded loaded;
    SAYSEE_ASSIGN(loaded.checkpoint, model::readWhisperCheckpoint(network));
    SAYSEE_ASSIGN(loaded.config, model::whisperConfigFromJson(loaded.checkpoint.config, network.string()));
    SAYSEE_ASSIGN(loaded.golden, tensorsOf(golden));
    loaded.samples = readPcm16(goldenDirectory() / "jfk-16k.wav");
    return loaded;
}

base::Result<Loaded> loadNano(const char* file)
{
    return load(goldenDirectory() / file, goldenDirectory() / "whisper-nano.golden.safetensors");
}

std::string logMel(const std::string&)
{
    const auto golden = tensorsOf(goldenDirectory() / "whisper-nano.golden.safetensors");
    if (!golden)
        return golden.error().message;
    const std::vector<float> samples = readPcm16(goldenDirectory() / "jfk-16k.wav");
    for (const int bands : {80, 128}) {
        const std::string name = "mel" + std::to_string(bands);
        if (std::string problem =
                compare(name, model::LogMel(bands).window(samples), golden->at(name), kMelTolerance);
            !problem.empty())
            return problem;
    }
    const at::Tensor power =
        model::LogMel(80).power(std::span(samples).first(48'000), 0, 300, model::ClipEnd::Mirror);
    return compare("three seconds alone", model::LogMel::normalise(power, power.max().item<float>()),
                   golden->at("mel80_first3s_unpadded"), kMelTolerance);
}

std::string encoder(const std::filesystem::path& network, const std::filesystem::path& golden,
                    const Precision& precision)
{
    const auto loaded = load(network, golden);
    if (!loaded)
        return loaded.error().message;
    model::Weights weights = loaded->checkpoint.weights(precision.options);
    const model::WhisperEncoder encoder(loaded->config, weights);
    if (const auto status = weights.status(); !status)
        return status.error().message;
    const at::Tensor mel = model::LogMel(loaded->config.melBands).window(loaded->samples);
    const at::Tensor states = encoder.forward(mel.unsqueeze(0).to(precision.options));
    return compare("encoder states", states[0], loaded->golden.at("encoder_out"), precision.tolerance);
}

std::string decoderLogits(const char* file, const Precision& precision)
{
    const auto loaded = loadNano(file);
    if (!loaded)
        return loaded.error().message;
    model::Weights weights = loaded->checkpoint.weights(precision.options);
    const model::WhisperDecoder decoder(loaded->config, weights);
    if (const auto status = weights.status(); !status)
        return status.error().message;
    const at::Tensor tokens = loaded->golden.at("decoder_tokens").unsqueeze(0).to(precision.options.device());
    const at::Tensor states = loaded->golden.at("encoder_out").unsqueeze(0).to(precision.options);
    return compare("decoder logits", decoder.forward(tokens, states)[0], loaded->golden.at("decoder_logits"),
                   precision.tolerance);
}

// One decoding of whisper-nano.golden.json.
struct Decoding {
    const char* name;
    model::Timestamps timestamps;
    int beamSize;
};

constexpr Decoding kDecodings[] = {{"greedy", model::Timestamps::Absent, 1},
                                   {"greedy_timestamps", model::Timestamps::Present, 1},
                                   {"beam5", model::Timestamps::Absent, 5}};

std::string compareDecoding(const Decoding& decoding, const nlohmann::json& expected,
                            const text::WhisperTokenizer& tokenizer, model::TokenStepper& stepper)
{
    const text::WhisperSpecials& specials = tokenizer.specials();
    model::WindowPrompt prompt;
    prompt.tokens = {specials.startOfTranscript, *tokenizer.languageToken("en"), specials.transcribe};
    if (decoding.timestamps == model::Timestamps::Absent)
        prompt.tokens.push_back(specials.noTimestamps);
    model::WindowOptions options;
    options.beamSize = decoding.beamSize;
    options.maxTokens = 24;
    options.loops = model::Loops::Follow;
    const model::WindowResult result = decodeWindow(
        stepper, prompt, model::DecodingRules::of(tokenizer, decoding.timestamps), specials.noSpeech, options);

    const model::WindowHypothesis& best = result.hypotheses.front();
    const std::string name(decoding.name);
    if (best.tokens != expected.at("tokens").get<std::vector<int>>())
        return name + ": other tokens: " + nlohmann::json(best.tokens).dump();
    const auto off = [&](double actual, const char* key) {
        return std::abs(actual - expected.at(key).get<double>()) > kProbabilityTolerance;
    };
    if (off(best.averageLogProb(), "avg_logprob"))
        return name + ": average log probability " + std::to_string(best.averageLogProb());
    if (off(result.noSpeechProbability, "no_speech_prob"))
        return name + ": no-speech probability " + std::to_string(result.noSpeechProbability);
    std::string text = tokenizer.decode(best.tokens);
    text.erase(0, text.find_first_not_of(' '));
    if (text != expected.at("text").get<std::string>())
        return name + ": other text: " + text;
    const double ratio = model::compressionRatio(text);
    if (ratio > 0.0 && off(ratio, "compression_ratio"))
        return name + ": compression ratio " + std::to_string(ratio);
    return {};
}

std::string decodings(const char* file, const std::string& device)
{
    const auto loaded = loadNano(file);
    if (!loaded)
        return loaded.error().message;
    const auto expected = base::readJson(goldenDirectory() / "whisper-nano.golden.json");
    if (!expected)
        return expected.error().message;
    const auto tokenizer = text::WhisperTokenizer::load(goldenDirectory() / "whisper-nano-hf");
    if (!tokenizer)
        return tokenizer.error().message;
    const at::TensorOptions target = at::TensorOptions(at::kFloat).device(at::Device(device));
    model::Weights weights = loaded->checkpoint.weights(target);
    const model::WhisperDecoder decoder(loaded->config, weights);
    const at::Tensor states = loaded->golden.at("encoder_out").to(target);
    model::AtenStepper stepper(decoder, states.unsqueeze(0));
    for (const Decoding& decoding : kDecodings)
        if (std::string problem = compareDecoding(decoding, expected->at(decoding.name), *tokenizer, stepper);
            !problem.empty())
            return "operators: " + problem;
    if (!target.device().is_cpu())
        return {};

    model::Weights half = loaded->checkpoint.weights(at::kHalf);
    const model::HalfDecoder halfDecoder(loaded->config, half, weights);
    const auto halfStepper = halfDecoder.listen(states);
    for (const Decoding& decoding : kDecodings)
        if (std::string problem = compareDecoding(decoding, expected->at(decoding.name), *tokenizer, *halfStepper);
            !problem.empty())
            return "half-precision kernels: " + problem;
    return {};
}

}  // namespace

std::vector<GoldenCheck> whisperChecks()
{
    std::vector<GoldenCheck> checks;
    checks.push_back({"whisper log-mel", goldenDirectory() / "whisper-nano.golden.safetensors", logMel});
    const auto nanoGolden = goldenDirectory() / "whisper-nano.golden.safetensors";
    for (const char* const file : {"whisper-nano-hf", "whisper-nano-openai/nano.pt"}) {
        const std::filesystem::path needs = goldenDirectory() / file;
        checks.push_back({std::string("whisper encoder, ") + file, needs, [=](const std::string& device) {
                              return inAllPrecisions(device, [&](const Precision& precision) {
                                  return encoder(needs, nanoGolden, precision);
                              });
                          }});
        checks.push_back({std::string("whisper decoder, ") + file, needs, [file](const std::string& device) {
                              return inAllPrecisions(
                                  device, [&](const Precision& precision) { return decoderLogits(file, precision); });
                          }});
        checks.push_back({std::string("whisper decodings, ") + file, needs,
                          [file](const std::string& device) { return decodings(file, device); }});
    }
    const std::filesystem::path tiny = sharedDirectory() / "data" / "whisper-tiny.en-encoder";
    checks.push_back({"whisper tiny.en encoder on real speech", tiny, [tiny](const std::string& device) {
                          const at::Device where(device);  // on a GPU in half precision, as it runs there
                          const auto target =
                              at::TensorOptions(where.is_cpu() ? at::kFloat : at::kHalf).device(where);
                          return encoder(tiny, tiny / "jfk.golden.safetensors", {target, kRealTolerance});
                      }});
    return checks;
}

}  // namespace saysee::test
