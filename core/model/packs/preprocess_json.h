// How pictures are prepared, read from a pack's manifest or from Hugging Face's preprocessor_config.json.
#pragma once

#include "core/base/result.h"
#include "core/image/preprocess.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace saysee::model {

// {"size": 224, "fit": "crop" | "squash", "interpolation": "bicubic" | "bilinear", "mean": [3], "deviation": [3]};
// absent keys are OpenAI CLIP's. Error (Corrupt) naming `origin`.
base::Result<image::PreprocessSpec> preprocessFromPack(const nlohmann::json& json, const std::string& origin);

// Errors: Corrupt, UnsupportedFormat for a recipe that PreprocessSpec cannot express.
base::Result<image::PreprocessSpec> preprocessFromHuggingFace(const nlohmann::json& json, const std::string& origin);

}  // namespace saysee::model
