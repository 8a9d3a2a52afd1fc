// From a person's pairs to a tuned version: collects and checks the pairs, runs the trainer in short steps, judges
// the result and keeps it. One run of a library at a time; it lives in a folder of its own and survives the process.
#pragma once

#include "core/library/library.h"
#include "core/session/workspace.h"
#include "core/training/prompt_trainer.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace saysee::session {

enum class UncheckedPairs { LeaveOut, Include };

struct TuneOptions {
    training::TuneSettings settings;
    std::string name;  // of the version; empty: the date and the number of pairs
    UncheckedPairs unchecked = UncheckedPairs::LeaveOut;  // pairs that nobody has accepted yet, imported ones
};

// What a run learns from.
struct TuneData {
    std::vector<training::TunePair> pairs;
    std::vector<std::string> problems;  // what was left out and why, one sentence each
    std::size_t unchecked = 0;  // pairs that wait to be accepted
    std::size_t written = 0;  // accepted pairs without a recording, from which a voice learns nothing; else 0
    std::size_t photos = 0;
    std::size_t photoGroups = 0;  // look-alikes counted once
    std::size_t speakers = 0;  // named ones
    std::size_t stopping = 0;  // pairs that will say when to stop
    std::size_t heldOut = 0;  // pairs that will judge; neither are learned from
    std::string missing;  // what must be added before a run can start, one sentence; empty: enough

    [[nodiscard]] std::string hash() const;  // of everything that the result depends on
};

// Reads no sound: a recording without speech is found when the run hears it. Error: Io.
base::Result<TuneData> collectTuneData(library::Library& library, const model::EngineInfo& model,
                                       const TuneOptions& options);

// About how long a run takes on this machine once its features are cached, and how long those take, from the time
// that a short text and a short clip take here. Errors: those of the engine, Corrupt (the sample's manifest), those
// of reading the sample's recordings.
struct TuneEstimate {
    double featureSeconds = 0;
    double trainingSeconds = 0;
};
base::Result<TuneEstimate> estimateTune(model::Engine& engine, const TuneData& data,
                                        const training::TuneSettings& settings);

enum class RunPhase { Checking, Probe, Features, Before, Training, After, Done };
[[nodiscard]] std::string_view phaseText(RunPhase phase);  // for people: "Listening to the recordings"

struct TuneStatus {
    training::TuneScope scope = training::TuneScope::Voice;  // says what the curve's shares are of, see TunePoint
    RunPhase phase = RunPhase::Checking;
    std::uint64_t done = 0;  // of the phase
    std::uint64_t total = 0;
    training::TuneState training;
    std::vector<std::string> problems;  // pairs that were left out
};

// A version that waits to be kept: keepTune() needs a library that can be written to.
struct FinishedTune {
    library::Version version;
    std::filesystem::path file;
    bool promote = false;  // the gate lets it pass
};

// Threading: the workspace's thread. Lifetime: must not outlive the workspace.
class TuneRun {
public:
    // Errors: Busy (a run is going on in another process, or one waits to be resumed), InvalidArgument with what is
    // missing, those of PromptTrainer::create.
    static base::Result<std::unique_ptr<TuneRun>> start(Workspace& workspace, const TuneOptions& options,
                                                        const base::TaskContext& task = {});
    // Goes on with the run that was left behind, on the pairs that it began with. Errors: NotFound (there is none),
    // Busy, VersionMismatch (another model is in use now), Corrupt.
    static base::Result<std::unique_ptr<TuneRun>> resume(Workspace& workspace, const base::TaskContext& task = {});
    virtual ~TuneRun() = default;

    // Does one short step (see PromptTrainer); false when the run is done. What was reached is kept on an error.
    virtual base::Result<bool> step() = 0;
    // Ends the training with the best epoch so far; the steps that are left measure it.
    virtual void stop() = 0;
    // Writes a checkpoint for resume().
    virtual base::Status pause() = 0;

    [[nodiscard]] virtual const TuneStatus& status() const = 0;
    [[nodiscard]] virtual const std::optional<FinishedTune>& finished() const = 0;
};

enum class Promotion {
    AsJudged,  // in use if the gate lets it pass
    Never
};

// Keeps the version, puts it in use where the gate says so, and clears the run's folder. Errors: Io.
base::Result<base::VersionId> keepTune(library::Library& library, const FinishedTune& tune,
                                       Promotion promotion = Promotion::AsJudged);

// What is known of a library's run from outside, whoever runs it.
struct RunReport {
    bool exists = false;  // there is one, going on or left behind
    bool running = false;  // a process works on it now
    std::optional<training::TuneScope> scope;  // as far as its process has said
    nlohmann::json status = nlohmann::json::object();  // as its process wrote it last: phase, done, total, curve
};
RunReport readRun(const std::filesystem::path& library);
// Asks the process that works on the run to stop and keep the best. False: none does.
bool requestStop(const std::filesystem::path& library);
// Forgets the run that was left behind. Error: Busy.
base::Status discardRun(const std::filesystem::path& library);

// What a version file says about itself. Errors: those of Engine::useTune (another model's, damaged).
base::Result<library::Version> readVersion(model::Engine& engine, const std::filesystem::path& file);
// Brings a version file from elsewhere into the library, not in use. Errors: those of readVersion, Io.
base::Result<base::VersionId> importVersion(library::Library& library, model::Engine& engine,
                                            const std::filesystem::path& file);
// Copies a version into one file; no recording and no text of a pair is in it. Errors: NotFound, Io.
base::Status exportVersion(library::Library& library, base::VersionId version, const std::filesystem::path& file);

}  // namespace saysee::session
