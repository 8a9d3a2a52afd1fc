// Tunes a model on a person's own pairs: the shared prompts, and where asked the audio channel (after BrewCLIP,
// arXiv 2408.10383), or how the recogniser hears the person. Everything else stays frozen, so picture vectors and the
// index stay valid.
#pragma once

#include "core/audio/clip.h"
#include "core/base/task.h"
#include "core/model/engine.h"
#include "core/training/promotion_gate.h"
#include "core/training/splits.h"
#include "core/training/tune_scope.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace saysee::training {

enum class TuneStart {
    OwnHead,  // the model as it came: nothing that an earlier tune did can be forgotten
    HeadInUse  // goes on from the tune in use
};

// One spoken or written description and its photo.
struct TunePair {
    std::int64_t id = 0;
    std::int64_t photo = 0;
    std::int64_t photoGroup = 0;  // the same for near-duplicates; never on two sides of the split
    std::string speaker;  // empty: unknown
    std::string recording;  // hash of the audio: names its cached features; empty: a written description
    std::string text;  // as corrected by a person; empty: as the recogniser hears it
    std::vector<float> picture;  // of length 1, in the engine's image space
};

enum class Temperature {
    Fixed,
    Learned  // with the rest, from where it is set
};

// Defaults: BrewCLIP's where it has them, else what did best on people of the picturebook world's validation split
// (60 pairs each): with a rate of 1e-3 the channel learns 60 pairs by heart and hears everything else worse.
struct TuneSettings {
    TuneScope scope = TuneScope::Voice;
    TuneStart start = TuneStart::OwnHead;
    int epochs = 20;
    int batch = 64;  // pairs; a voice takes 2, and 48 an epoch at most
    double learningRate = 1e-4;  // at its peak, cosine decay; prompts alone: 20 times as much, a voice: 100 times
    double warmUpShare = 0.1;  // of all steps
    double weightDecay = 1e-6;
    double clip = 4.0;  // of the gradient's norm
    double outerWeight = 0.75;
    double innerWeight = 0.5;
    double soundWeight = 0.25;
    double temperature = 0.07;
    Temperature temperatureRule = Temperature::Fixed;
    double galleryWeight = 0.75;  // of telling each query from the library's other photos, too
    int negatives = 512;  // of those photos, drawn anew for each step
    int patience =
        6;  // epochs in which the pairs that say when to stop become no likelier; their recall is too coarse
    SplitShares shares;
    std::uint64_t seed = 1;
    GateRule gate;
};

struct TuneRequest {
    TuneSettings settings;
    std::vector<TunePair> pairs;
    std::vector<TunePair> probe;  // general descriptions that a tune must not spoil; never trained on
    std::vector<float> gallery;  // vectors of the library's other photos, one after another: harder to be found among
    std::filesystem::path work;  // checkpoint, best head, curve; the same folder continues a run
    std::filesystem::path features;  // cached features, shared by all runs; may be deleted at any time
    // Reads the audio of a pair; called only where its features are not cached.
    std::function<base::Result<audio::Clip>(const TunePair&)> readClip;
};

struct TunePoint {
    int epoch = 0;  // 0: before the first step
    double loss = 0;  // mean over the epoch; 0 in epoch 0
    // 0..1: recall at 1, of each pair as its turn came; of a voice the share of tokens that are written down right.
    double trainedScore = 0;
    double stoppingScore = 0;  // the same of the pairs that say when to stop
};

enum class TunePhase { Features, Before, Training, After, Done };

struct TuneState {
    TunePhase phase = TunePhase::Features;
    std::int64_t done = 0;  // of the phase
    std::int64_t total = 0;
    std::vector<TunePoint> curve;
    int bestEpoch = 0;
    bool speakersApart = false;  // no speaker both judges and is learned from
    std::size_t trained = 0;  // pairs learned from
    std::size_t stopping = 0;  // pairs that say when to stop
    std::size_t heldOut = 0;  // pairs that judge
};

// Ranks count from 1 over the photos of pairs and probe and the gallery.
struct TuneOutcome {
    std::filesystem::path head;  // the best one, to be loaded as EngineSpec::head
    std::vector<std::int64_t> heldOutPairs;  // those that judge
    std::vector<int> heldOutBefore;
    std::vector<int> heldOutAfter;
    std::vector<int> probeBefore;
    std::vector<int> probeAfter;
    GateVerdict verdict;
};

// Threading: the thread that the engine belongs to; the engine must outlive it. Runs between searches: each step
// takes less than 200 ms on two cores with CLIP ViT-B and Whisper base (the first hearing of a long clip may take
// longer).
class TuneTrainer {
public:
    // Continues the run in `work` if it holds one of the same request. Errors: InvalidArgument with what is missing
    // (fewer than eight pairs, too few photo groups on a side, vectors of another space), ModelMissing (an
    // engine without recogniser or head), VersionMismatch (`work` holds a run of another request), Io, Corrupt.
    static base::Result<std::unique_ptr<TuneTrainer>> create(model::Engine& engine, TuneRequest request);
    virtual ~TuneTrainer() = default;

    // Does one step; false when the run is done. After an error the run can be created again and continues.
    virtual base::Result<bool> step() = 0;
    // Ends the training now; the steps that are left measure the best epoch.
    virtual void stop() = 0;
    // Writes a checkpoint, from which the same request continues bit-identically on the CPU. Done at each epoch too.
    virtual base::Status pause() = 0;

    [[nodiscard]] virtual const TuneState& state() const = 0;
    // Empty until the run is done.
    [[nodiscard]] virtual const std::optional<TuneOutcome>& outcome() const = 0;
};

}  // namespace saysee::training
