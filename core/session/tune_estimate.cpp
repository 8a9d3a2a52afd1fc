#include "core/session/tune_estimate.h"

#include "core/audio/decode.h"
#include "core/base/paths.h"
#include "core/session/tuning/probe.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace saysee::session {

using training::TunePair;

namespace {

// How long the engine takes here for a short text and for a short clip, in seconds.
struct Pace {
    double text = 0;
    double hearing = 0;
};

// The least of a few runs: the first ones warm up, and other programs slow some down.
template <class Run>
base::Result<double> leastSeconds(int runs, Run run)
{
    double least = std::numeric_limits<double>::max();
    for (int i = 0; i < runs; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        SAYSEE_TRY(run());
        least = std::min(least, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
    return least;
}

// Hears one of the probe's spoken searches; without a probe goes by the text.
base::Result<Pace> measurePace(model::Engine& engine, const ProbeMaker& probe)
{
    constexpr double kHearingFactor = 12.0;  // Whisper base beside CLIP ViT-B/32
    Pace pace;
    SAYSEE_ASSIGN(pace.text, leastSeconds(5, [&] { return engine.embedText("a photo of something"); }));
    pace.hearing = kHearingFactor * pace.text;
    const auto spoken = std::find_if(probe.pairs().begin(), probe.pairs().end(),
                                     [](const TunePair& pair) { return !pair.recording.empty(); });
    if (spoken == probe.pairs().end())
        return pace;
    SAYSEE_ASSIGN(const audio::Clip clip, audio::decodeFile(probe.recording(spoken->recording)));
    SAYSEE_ASSIGN(pace.hearing,
                  leastSeconds(2, [&] { return engine.embedSpeech(clip, model::queryTranscription()); }));
    return pace;
}

double learnedFrom(const TuneData& data)
{
    return static_cast<double>(data.pairs.size() - data.stopping - data.heldOut);
}

// Forward and backward take twice a forward pass, as no weight of the text tower has a gradient, and after each epoch
// the pairs that say when to stop are measured.
TuneEstimate estimateHead(const TuneData& data, const training::TuneSettings& settings, const Pace& pace)
{
    constexpr double kTrainFactor = 2.0;
    const auto stopping = static_cast<double>(data.stopping);
    return {pace.hearing * static_cast<double>(data.pairs.size()),
            pace.text * settings.epochs * (kTrainFactor * learnedFrom(data) + stopping)};
}

// Some of what is learned from is heard at several paces, then all of it at the one that was chosen and a little
// beside it; learning goes through the decoder alone, back and forth. What judges is heard before and after.
TuneEstimate estimateVoice(const TuneData& data, const training::TuneSettings& settings, const Pace& pace,
                           const std::vector<TunePair>& probe)
{
    constexpr double kPaces = 11;  // these five: see core/training/voice
    constexpr double kRecordings = 12;  // at most
    constexpr double kVariations = 2;
    constexpr double kLearned = 48;  // at most, in an epoch
    constexpr double kStopping = 16;  // at most
    constexpr double kStatesFactor = 0.4;  // the recogniser's states alone, in hearings
    constexpr double kDecoderFactor = 0.2;  // learning from one recording, in hearings of it
    constexpr double kForwardShare = 1.0 / 3;  // of which the way forth
    const double trained = learnedFrom(data);
    const auto stopping = static_cast<double>(data.stopping);
    const auto spoken = static_cast<double>(
        std::count_if(probe.begin(), probe.end(), [](const TunePair& pair) { return !pair.recording.empty(); }));
    const double hearings = kPaces * std::min(kRecordings, trained)
        + kDecoderFactor * settings.epochs
            * (std::min(kLearned, 2 * trained) + kForwardShare * std::min(kStopping, stopping))
        + 2 * (static_cast<double>(data.heldOut) + spoken);
    const double texts = 2 * (static_cast<double>(probe.size()) - spoken);
    return {pace.hearing * (trained * (1 + kVariations * kStatesFactor) + stopping),
            pace.hearing * hearings + pace.text * texts};
}

}  // namespace

base::Result<TuneEstimate> estimateTune(model::Engine& engine, const TuneData& data,
                                        const training::TuneSettings& settings)
{
    // Measured here; the rest is proportion.
    SAYSEE_ASSIGN(const auto probe, ProbeMaker::create(base::cacheDirectory() / "features"));
    SAYSEE_ASSIGN(const Pace pace, measurePace(engine, probe));
    return settings.scope == training::TuneScope::Voice ? estimateVoice(data, settings, pace, probe.pairs())
                                                        : estimateHead(data, settings, pace);
}

}  // namespace saysee::session
