// A library's run seen from outside, whoever works on it.
#pragma once

#include "core/base/result.h"
#include "core/training/tune_scope.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

namespace saysee::session {

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

}  // namespace saysee::session
