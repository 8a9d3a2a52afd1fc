// A network's checkpoint in any supported format, brought to one form: Hugging Face's tensor names and config keys.
//
// Formats: a Hugging Face folder (config.json, model.safetensors or its shards), OpenAI's Whisper .pt, OpenAI's CLIP
// TorchScript archive, a .safetensors file with config.json beside it. Pickles are read by an interpreter that knows
// how to rebuild tensors and nothing else: no code of a file ever runs.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace saysee::model {

struct Checkpoint {
    TensorMap tensors;  // canonical names
    nlohmann::json config;  // in the keys of Hugging Face's config.json
    std::filesystem::path origin;  // what the caller named: for messages, and where tokenizer files lie
    std::vector<std::filesystem::path> files;  // that hold tensors, sorted: for hashes

    [[nodiscard]] Weights weights(at::TensorOptions target = at::kFloat) const;
};

// `path`: a folder or file. Errors: NotFound, Io, Corrupt, UnsupportedFormat; UnsupportedFormat too when it holds
// another kind of network.
base::Result<Checkpoint> readWhisperCheckpoint(const std::filesystem::path& path);
base::Result<Checkpoint> readClipCheckpoint(const std::filesystem::path& path);

}  // namespace saysee::model
