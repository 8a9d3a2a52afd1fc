// What the benches measured, as JSON: names and units of app/cli/JSON.md.
#pragma once

#include "core/model/clip_bench.h"
#include "core/model/whisper_bench.h"
#include "core/training/tune_bench.h"

#include <nlohmann/json.hpp>
#include <string>

namespace saysee {

[[nodiscard]] nlohmann::json modelFigures(const model::WhisperBench& recogniser, const std::string& recogniserShape,
                                          const model::ClipBench& imageText, const std::string& imageTextShape);
[[nodiscard]] nlohmann::json tuneFigures(const training::TuneBench& bench, const training::TuneBenchOptions& options);

}  // namespace saysee
