// What every kind of tune does with its request: checks, sides, and the name of a run.
#pragma once

#include "core/model/runtime/engine_parts.h"
#include "core/training/tune_trainer.h"

#include <string>
#include <vector>

namespace saysee::training {

// Rows of the pairs on each side.
struct Sides {
    std::vector<std::int64_t> fit;
    std::vector<std::int64_t> stop;
    std::vector<std::int64_t> judge;
};

// Sorts the pairs into sides and says so in `state`. Error (InvalidArgument): fewer than eight pairs, or too few
// photo groups on a side.
base::Result<Sides> divide(const TuneRequest& request, TuneState& state);

// Errors (InvalidArgument): a pair or probe without recording and text, vectors of another dimension.
[[nodiscard]] base::Status checkRequest(const TuneRequest& request, int dimension);

// Makes the folders of work and features. Error: Io.
[[nodiscard]] base::Status makeFolders(const TuneRequest& request);

// Names the head that the run starts from.
[[nodiscard]] base::SpaceId startOf(const model::EngineParts& parts, const TuneRequest& request);

// What a run is about, as a hash: a checkpoint of anything else is not continued.
[[nodiscard]] std::string describe(const TuneRequest& request, const std::string& networks);

// The error (VersionMismatch) where the folder of the request belongs to something else.
[[nodiscard]] base::Error holdsAnotherRun(const TuneRequest& request);

// Every photo that a query may find: of pairs, probe and library. [M, E], float, on the CPU
[[nodiscard]] at::Tensor candidatesOf(const TuneRequest& request, std::int64_t dimension);

}  // namespace saysee::training
