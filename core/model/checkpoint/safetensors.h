// Safetensors: eight bytes of header length, a JSON header, raw little-endian data.
// Format: github.com/huggingface/safetensors, README, "Format".
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <filesystem>
#include <map>
#include <string>

namespace saysee::model {

struct Safetensors {
    TensorMap tensors;
    std::map<std::string, std::string> metadata;  // the header's __metadata__
};

// Maps the file; tensors share the mapping (private, copy on write) and keep it alive. A file that shrinks while it
// is mapped kills the process, as with any mapping: models are replaced by renaming, never rewritten in place.
// Errors: NotFound, Io; Corrupt for anything that the format forbids (header, bounds, overlaps, holes, sizes that do
// not match); UnsupportedFormat for a data type that is not read.
base::Result<Safetensors> readSafetensors(const std::filesystem::path& path);

// Whole or not at all: writes beside the target and renames. Tensors may be on any device and need not be contiguous.
base::Status writeSafetensors(const std::filesystem::path& path, const TensorMap& tensors,
                              const std::map<std::string, std::string>& metadata = {});

}  // namespace saysee::model
