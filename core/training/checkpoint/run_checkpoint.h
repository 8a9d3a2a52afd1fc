// A run on disk: everything that the next step depends on, in one safetensors file written whole or not at all.
#pragma once

#include "core/training/early_stopping.h"
#include "core/training/optimiser/adam.h"

#include <filesystem>
#include <string>

namespace saysee::training {

struct RunPosition {
    std::int64_t step = 0;  // the next one
    std::optional<EarlyStopping::Best> best;
    int waited = 0;
    std::string settings;  // of the run, as text: a checkpoint of other settings is not continued
    std::string state;  // whatever else the owner must remember, as text
};

[[nodiscard]] base::Status saveRun(const std::filesystem::path& file, const RunPosition& position, const Adam& adam);

// Puts weights and optimiser back. Nothing is changed on an error. Errors: NotFound, Io; Corrupt (damaged, or of
// another network); VersionMismatch (of other settings).
base::Result<RunPosition> restoreRun(const std::filesystem::path& file, const std::string& settings, Adam& adam);

}  // namespace saysee::training
