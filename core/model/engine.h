// The bifurcated model (BrewCLIP, arXiv 2408.10383) behind one door: speech, words and pictures into one space.
//
//   speech -> recogniser -> words -> text tower ------------------.
//         '-> recogniser's hidden states -> audio channel --------- fusion -> query vector
//   picture -> image tower -> picture vector, compared with it by cosine
#pragma once

#include "core/audio/clip.h"
#include "core/base/embedding.h"
#include "core/base/task.h"
#include "core/image/preprocess.h"
#include "core/model/transcript.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::model {

// What to load. A path replaces that part of the pack by a folder or file in any supported format.
// Without a pack, what is not named is not loaded, and what needs it says so: a recogniser alone transcribes, an
// image-text model alone embeds pictures and texts. A pack's head was trained on the pack's own networks: with
// another network in their place the words stand alone, unless a head is named too.
struct EngineSpec {
    std::filesystem::path pack;  // folder with pack.json; may be empty when another path is given
    std::filesystem::path recogniser;
    std::filesystem::path imageText;
    std::filesystem::path head;  // audio channel, prompts, fusion: safetensors
    std::string device = "auto";  // auto, cpu, cuda, cuda:N
    int threads = 0;  // 0: physical cores
};

struct StageTiming {
    std::string stage;  // "log-mel", "encoder", "decoder", "text", "audio channel", "fusion"
    double milliseconds = 0;
};

struct TextQuery {
    base::Embedding vector;
    std::vector<int> tokens;  // as fed to the text tower, start and end included
    std::vector<std::string> clauses;  // what the text was split into; one when it fits
    std::vector<base::Embedding> clauseVectors;
    std::vector<StageTiming> timings;
};

// A spoken query. `sound` is empty when the pack has no audio channel, `words` when nothing was understood.
struct SpeechQuery {
    Transcript transcript;
    std::optional<TextQuery> words;
    std::optional<base::Embedding> sound;
    std::vector<float> soundFeature;  // as the fusion takes it: not normalised; empty without `sound`
    base::Embedding fused;  // what to search with at the default balance
    double soundWeight = 0;  // 0..1: the gate's share of the sound channel in `fused`
    std::vector<StageTiming> timings;
};

struct EngineInfo {
    std::string packName;
    std::string recogniser;  // "whisper tiny.en" or its dimensions
    std::string imageText;
    std::string fusion;  // "sum", "gated" or "words only"
    std::string device;  // the one in use
    std::string deviceNote;  // why it is not the one asked for; empty otherwise
    std::vector<std::string> languages;
    int dimension = 0;
    base::SpaceId imageSpace;  // of picture vectors; query vectors carry the same id, as they are compared
    base::SpaceId querySpace;  // changes with recogniser, text tower, head and tune too: for caches of queries
    base::SpaceId untunedSpace;  // the query space of the model's own head: what tunes belong to
    image::PreprocessSpec preprocess;
};

// Threading: immutable weights, no internal lock; all calls come from one thread (the compute worker), load() too: it
// sets the number of LibTorch's threads for that thread.
// Errors: ModelMissing when a part is not loaded; AudioUnusable for a clip without speech where there is no sound
// channel to carry the query; InvalidArgument; Cancelled; Device, OutOfMemory from the hardware.
class Engine {
public:
    // Errors besides: ModelMissing when a file is absent, damaged or does not fit the others. Names the file.
    static base::Result<std::unique_ptr<Engine>> load(const EngineSpec& spec, const base::TaskContext& task = {});

    virtual ~Engine() = default;
    [[nodiscard]] virtual const EngineInfo& info() const = 0;

    // One vector a picture, in order.
    virtual base::Result<std::vector<base::Embedding>> embedImages(std::span<const image::PixelTensor> images) = 0;

    // Texts longer than the tower's context are split into clauses, encoded and pooled: nothing is cut off.
    virtual base::Result<TextQuery> embedText(std::string_view text) = 0;

    virtual base::Result<Transcript> transcribe(const audio::Clip& clip, const TranscribeOptions& options,
                                                const base::TaskContext& task = {}) = 0;

    // Runs both channels and the fusion. A clip in which no words are found still yields its sound vector.
    //
    // With alternatives (TranscribeOptions::nBest) the words channel is their mean by Transcript::posteriors(): where
    // the recogniser wavers, pictures of either word are found; in `fused` those count more that the sound agrees
    // with. Those that are unlikely are not encoded, so a clip that was clearly heard takes no longer.
    virtual base::Result<SpeechQuery> embedSpeech(const audio::Clip& clip, const TranscribeOptions& options,
                                                  const base::TaskContext& task = {}) = 0;

    // Re-runs only the words channel and the fusion, for an edited transcript. What a person wrote is trusted fully.
    // An empty text leaves the sound alone.
    virtual base::Result<SpeechQuery> withWords(const SpeechQuery& query, std::string_view text) = 0;

    // Tunes of the head, one small file each. Picture vectors stay valid whichever is in use.
    //
    // From now on the tune in `file` is part of the model; without a file it is the model's own head again. Takes
    // milliseconds. Errors: ModelMissing (the model has no head), NotFound, Io, Corrupt, UnsupportedFormat,
    // VersionMismatch (a tune of another model); the model then stays as it was.
    virtual base::Status useTune(const std::optional<std::filesystem::path>& file) = 0;
    // What its maker wrote into a tune that fits this model. Errors as useTune.
    virtual base::Result<std::string> aboutTune(const std::filesystem::path& file) = 0;
    // Writes what a head, as training leaves it, changed in the model's own. Errors as useTune.
    virtual base::Status saveTune(const std::filesystem::path& head, const std::filesystem::path& file,
                                  const std::string& about) = 0;
};

// Mixes the two channels of a query: 0 words alone, 1 sound alone, 0.5 the query's own fusion. Pure.
base::Result<base::Embedding> balanced(const SpeechQuery& query, double balance);

}  // namespace saysee::model
