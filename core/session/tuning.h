// From a person's pairs to a tuned version: collects and checks the pairs, runs the trainer in short steps, judges
// the result and keeps it. One run of a library at a time; it lives in a folder of its own and survives the process.
#pragma once

#include "core/library/library.h"
#include "core/session/workspace.h"
#include "core/training/tune_trainer.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace saysee::session {

enum class UncheckedPairs { LeaveOut, Include };

enum class Promotion {
    AsJudged,  // in use if the gate lets it pass
    Never
};

struct TuneOptions {
    training::TuneSettings settings;
    Promotion promotion = Promotion::AsJudged;
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
    bool promote = false;  // the gate lets it pass, and nobody wished otherwise
};

// Threading: the workspace's thread. Lifetime: must not outlive the workspace.
class TuneRun {
public:
    // Errors: Busy (a run is going on in another process, or one waits to be resumed), InvalidArgument with what is
    // missing, those of TuneTrainer::create.
    static base::Result<std::unique_ptr<TuneRun>> start(Workspace& workspace, const TuneOptions& options,
                                                        const base::TaskContext& task = {});
    // Goes on with the run that was left behind, on the pairs and recordings that it began with, whatever became of
    // them in the library. Errors: NotFound (there is none, or not the version that it goes on from), Busy,
    // VersionMismatch (another model is in use now), Corrupt.
    static base::Result<std::unique_ptr<TuneRun>> resume(Workspace& workspace, const base::TaskContext& task = {});
    virtual ~TuneRun() = default;

    // Does one short step (see TuneTrainer); false when the run is done. What was reached is kept on an error.
    virtual base::Result<bool> step() = 0;
    // Ends the training with the best epoch so far; the steps that are left measure it.
    virtual void stop() = 0;
    // Writes a checkpoint for resume(). While the recordings are checked there is nothing to resume yet.
    virtual base::Status pause() = 0;

    [[nodiscard]] virtual const TuneStatus& status() const = 0;
    [[nodiscard]] virtual const std::optional<FinishedTune>& finished() const = 0;
};

// Keeps the version, puts it in use where the gate says so, and clears the run's folder. Errors: Io.
base::Result<base::VersionId> keepTune(library::Library& library, const FinishedTune& tune);

}  // namespace saysee::session
