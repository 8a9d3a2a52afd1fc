// Writes a trained network as a Hugging Face folder: config.json and model.safetensors in half precision.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <filesystem>
#include <nlohmann/json.hpp>

namespace saysee::training {

// Errors: Io.
base::Status writeNetwork(const std::filesystem::path& folder, const nlohmann::json& config,
                          const model::TensorMap& tensors);

}  // namespace saysee::training
