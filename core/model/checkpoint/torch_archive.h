// PyTorch's zip format: checkpoints written by torch.save and TorchScript archives. Only tensors and numbers are
// taken.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace saysee::model {

// Everything reachable, by its path: "model_state_dict.encoder.conv1.weight", "dims.n_mels", "visual.proj".
struct TorchArchive {
    TensorMap tensors;  // share the mapped file
    std::map<std::string, std::int64_t> integers;
};

// Errors: NotFound, Io; UnsupportedFormat for another format; Corrupt for a damaged archive, a tensor outside its
// data, or a pickle that calls what it may not.
base::Result<TorchArchive> readTorchArchive(const std::filesystem::path& path);

}  // namespace saysee::model
