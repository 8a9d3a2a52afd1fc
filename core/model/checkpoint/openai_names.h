// OpenAI's names for the tensors of Whisper and CLIP, brought to Hugging Face's.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace saysee::model {

// "encoder.blocks.0.attn.query.weight" -> "model.encoder.layers.0.self_attn.q_proj.weight". Names that the network
// does not have pass unchanged. Pure.
[[nodiscard]] std::string whisperName(const std::string& openAiName);

// The same for CLIP, for names whose tensors pass unchanged. Pure.
[[nodiscard]] std::string clipName(const std::string& openAiName);

// Renames, splits packed projections and transposes what is stored transposed; shares storage.
[[nodiscard]] TensorMap whisperFromOpenAi(const TensorMap& tensors);
[[nodiscard]] TensorMap clipFromOpenAi(const TensorMap& tensors);

// From the checkpoint's `dims`. Error (Corrupt) when one is absent.
base::Result<nlohmann::json> whisperConfigFromDims(const std::map<std::string, std::int64_t>& dims,
                                                   const std::string& origin);

// From the shapes of OpenAI's tensors; heads are 64 wide in all published models. Error (Corrupt) when one is absent.
base::Result<nlohmann::json> clipConfigFromShapes(const TensorMap& openAiTensors, const std::string& origin);

}  // namespace saysee::model
