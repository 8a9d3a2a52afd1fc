#include "core/model/whisper/recogniser.h"

#include "core/model/runtime/torch_guard.h"
#include "core/model/whisper/aten_stepper.h"
#include "core/model/whisper/half_stepper.h"
#include "core/model/whisper/recogniser_parts.h"
#include "core/model/whisper/transcription.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;

namespace {

constexpr std::size_t kSamplesPerPosition = 2 * kMelHop;
// Nats a token, for whoever sounds like the person; by measurement. A pace that is not the person's own is told by
// likelihood alone.
constexpr double kBenefitOfDoubt = 0.3;

base::Status checkOptions(const TranscribeOptions& options, const text::WhisperTokenizer& tokenizer)
{
    const auto refuse = [](std::string message) { return fail(ErrorCode::InvalidArgument, std::move(message)); };
    if (options.beamSize < 1 || options.beamSize > 32)
        return refuse("The beam size must be 1 to 32.");
    if (options.nBest < 1 || options.nBest > 32)
        return refuse("The number of hypotheses must be 1 to 32.");
    if (options.nBest > std::max(options.beamSize, 1))
        return refuse("More hypotheses were asked for than the beam search keeps; raise the beam size.");
    if (options.maxTokens < 1)
        return refuse("At least one token must be allowed.");
    for (const double temperature : options.temperatures)
        if (!(temperature >= 0.0 && temperature <= 10.0))
            return refuse("A temperature must be 0 to 10.");
    if (options.language.empty())
        return {};
    if (!tokenizer.isMultilingual() && options.language != "en")
        return refuse("This recogniser understands English alone, not \"" + options.language + "\".");
    if (!tokenizer.languageToken(options.language))
        return refuse("The recogniser knows no language \"" + options.language + "\".");
    return {};
}

base::Status checkClip(const audio::Clip& clip)
{
    if (clip.samples.empty())
        return fail(ErrorCode::AudioUnusable, "The recording is empty.");
    return {};
}

base::Result<Recognition> listenTo(const RecogniserParts& parts, const Voice& voice, const audio::Clip& clip,
                                   const TranscribeOptions& options, const base::TaskContext& task)
{
    const double pace = voice.pace();
    const audio::Clip played {pace == 1.0 ? clip.samples : playFaster(clip.view(), pace)};
    SAYSEE_ASSIGN(Recognition heard, Transcription(parts, played, options, task, &voice).run());
    for (Segment& segment : heard.transcript.segments) {
        segment.startSeconds *= pace;
        segment.endSeconds *= pace;
    }
    return heard;
}

// Of the words as heard, a token.
double likelihood(const Transcript& transcript)
{
    return transcript.noSpeech || transcript.hypotheses.empty() ? -std::numeric_limits<double>::infinity()
                                                                : transcript.hypotheses.front().averageLogProb;
}

// Adds times of the same stages up.
void addTimings(std::vector<StageTiming>& timings, const std::vector<StageTiming>& more)
{
    for (const StageTiming& other : more) {
        const auto same = std::find_if(timings.begin(), timings.end(),
                                       [&](const StageTiming& timing) { return timing.stage == other.stage; });
        if (same != timings.end())
            same->milliseconds += other.milliseconds;
        else
            timings.push_back(other);
    }
}

}  // namespace

at::Tensor cutToSpeech(const at::Tensor& states, std::size_t samples)
{
    const auto positions = static_cast<std::int64_t>((samples + kSamplesPerPosition - 1) / kSamplesPerPosition);
    return states[0].narrow(0, 0, std::min(positions, states.size(1))).to(at::kCPU, at::kFloat).clone();
}

at::Tensor RecogniserParts::spectrogram(std::span<const float> heard, std::size_t first, int context,
                                        float peak) const
{
    const auto frame = static_cast<std::int64_t>(first) / kMelHop;
    return LogMel::normalise(logMel.power(heard, frame, 2 * std::int64_t {context}), peak);
}

at::Tensor RecogniserParts::encode(const at::Tensor& mel) const
{
    const at::ScalarType dtype = device.is_cpu() ? at::kFloat : at::kHalf;
    return encoder.forward(mel.unsqueeze(0).to(device, dtype));
}

std::unique_ptr<TokenStepper> RecogniserParts::listen(const at::Tensor& states) const
{
    if (halfDecoder)
        return std::make_unique<HalfStepper>(*halfDecoder, states[0]);
    return std::make_unique<AtenStepper>(*decoder, states);
}

WhisperRecogniser::WhisperRecogniser(std::unique_ptr<RecogniserParts> parts) : m_parts(std::move(parts)) { }

WhisperRecogniser::~WhisperRecogniser() = default;

base::Result<std::unique_ptr<WhisperRecogniser>>
WhisperRecogniser::create(const Checkpoint& checkpoint, text::WhisperTokenizer tokenizer, at::Device device)
{
    const std::string origin = checkpoint.origin.string();
    SAYSEE_ASSIGN(const WhisperConfig config, whisperConfigFromJson(checkpoint.config, origin));
    if (config.textLayers == 0)
        return fail(ErrorCode::Corrupt,
                    origin + " holds an audio encoder alone; a recogniser needs the decoder too.");
    constexpr int kLeastContext = 16;  // the longest prompt, half of it earlier text, and a few words
    if (config.textContext < kLeastContext)
        return fail(ErrorCode::Corrupt,
                    origin + " has room for " + std::to_string(config.textContext)
                        + " tokens; a recogniser needs more.");
    if (tokenizer.vocabularySize() != config.vocabulary)
        return fail(ErrorCode::Corrupt,
                    origin + " has " + std::to_string(config.vocabulary) + " tokens, but its tokenizer "
                        + std::to_string(tokenizer.vocabularySize()) + ".");
    return guarded([&]() -> base::Result<std::unique_ptr<WhisperRecogniser>> {
        const at::NoGradGuard noGradients;
        const bool cpu = device.is_cpu();
        Weights full = checkpoint.weights(at::TensorOptions(cpu ? at::kFloat : at::kHalf).device(device));
        Weights half = checkpoint.weights(at::TensorOptions(at::kHalf).device(device));
        auto parts = std::unique_ptr<RecogniserParts>(new RecogniserParts {config,
                                                                           device,
                                                                           std::move(tokenizer),
                                                                           LogMel(config.melBands),
                                                                           WhisperEncoder(config, full),
                                                                           std::nullopt,
                                                                           std::nullopt,
                                                                           {}});
        SAYSEE_TRY(full.status());
        if (cpu)
            parts->halfDecoder.emplace(config, half, full);
        else
            parts->decoder.emplace(config, half);
        SAYSEE_TRY(full.status());
        SAYSEE_TRY(half.status());
        for (const auto& [name, tensor] : checkpoint.tensors)
            if (name.rfind("model.decoder.", 0) == 0)
                parts->decoderTensors.emplace(name, tensor);
        return std::unique_ptr<WhisperRecogniser>(new WhisperRecogniser(std::move(parts)));
    });
}

base::Result<Recognition> WhisperRecogniser::recognise(const audio::Clip& clip, const TranscribeOptions& options,
                                                       const base::TaskContext& task, const Voice* voice)
{
    SAYSEE_TRY(checkClip(clip));
    SAYSEE_TRY(checkOptions(options, m_parts->tokenizer));
    return guarded([&]() -> base::Result<Recognition> {
        const at::NoGradGuard noGradients;
        SAYSEE_ASSIGN(Recognition anybody, Transcription(*m_parts, clip, options, task, nullptr).run());
        if (voice == nullptr)
            return anybody;
        SAYSEE_ASSIGN(Recognition person, listenTo(*m_parts, *voice, clip, options, task));
        const double benefit = person.ownVoice && voice->pace() == 1.0 ? kBenefitOfDoubt : 0.0;
        if (likelihood(person.transcript) + benefit < likelihood(anybody.transcript))
            std::swap(person, anybody);
        addTimings(person.timings, anybody.timings);
        return person;
    });
}

base::Result<at::Tensor> WhisperRecogniser::states(const audio::Clip& clip, bool shortenContext)
{
    SAYSEE_TRY(checkClip(clip));
    return guarded([&]() -> base::Result<at::Tensor> {
        const at::NoGradGuard noGradients;
        const std::size_t samples =
            samplesOfWindow(m_parts->config, clip.view(), timestampsFor(m_parts->config, clip, false));
        const int context =
            contextFor(m_parts->config, samples, shortenContext ? AudioContext::Shortened : AudioContext::Full);
        const at::Tensor mel =
            m_parts->spectrogram(clip.view().first(samples), 0, context, m_parts->logMel.peak(clip.view()));
        return cutToSpeech(m_parts->encode(mel), samples);
    });
}

base::Result<WhisperDecoder> WhisperRecogniser::differentiableDecoder() const
{
    return guarded([&]() -> base::Result<WhisperDecoder> {
        const at::NoGradGuard noGradients;
        Weights weights(m_parts->decoderTensors, "the recogniser",
                        at::TensorOptions(at::kFloat).device(m_parts->device));
        WhisperDecoder decoder(m_parts->config, weights);
        SAYSEE_TRY(weights.status());
        return decoder;
    });
}

const text::WhisperTokenizer& WhisperRecogniser::tokenizer() const { return m_parts->tokenizer; }

const WhisperConfig& WhisperRecogniser::config() const { return m_parts->config; }

bool WhisperRecogniser::multilingual() const { return m_parts->tokenizer.isMultilingual(); }

std::vector<std::string> WhisperRecogniser::languages() const
{
    if (!multilingual())
        return {"en"};
    std::vector<std::string> codes;
    for (const text::WhisperLanguage& language : m_parts->tokenizer.languages())
        codes.push_back(language.code);
    return codes;
}

}  // namespace saysee::model
