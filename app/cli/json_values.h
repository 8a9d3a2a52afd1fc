// Core values as JSON, one function each; documented in JSON.md.
#pragma once

#include "core/model/engine.h"

#include <nlohmann/json.hpp>

namespace saysee::cli {

nlohmann::json toJson(const model::Transcript& transcript);
nlohmann::json toJson(const base::Embedding& embedding);
nlohmann::json toJson(const std::vector<model::StageTiming>& timings);
nlohmann::json toJson(const model::TextQuery& query);
nlohmann::json toJson(const model::SpeechQuery& query);

}  // namespace saysee::cli
