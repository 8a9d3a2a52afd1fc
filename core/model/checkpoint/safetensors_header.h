// The header of a safetensors file, checked against the file's size. No LibTorch here.
// Format: github.com/huggingface/safetensors, README, "Format".
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::model {

struct SafetensorsEntry {
    std::string name;
    std::string_view type;  // the format's name of a data type that is read: "F32"
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;  // bytes from the start of the data; end - begin fits type and shape
    std::uint64_t end = 0;
};

struct SafetensorsHeader {
    std::uint64_t dataStart = 0;  // bytes from the start of the file
    std::vector<SafetensorsEntry> entries;  // in the order of the data, which they fill without holes or overlaps
    std::map<std::string, std::string> metadata;  // the header's __metadata__
};

// `bytes`: the whole file; `path` is for messages. Errors: those of readSafetensors() but for opening the file.
base::Result<SafetensorsHeader> parseSafetensorsHeader(std::span<const std::byte> bytes,
                                                       const std::filesystem::path& path);

}  // namespace saysee::model
