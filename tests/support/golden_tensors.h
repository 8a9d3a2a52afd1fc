// Reads tensors of a golden .safetensors file as floats. For tests alone: it trusts the file; core/model's reader
// does not.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace saysee::test {

struct GoldenTensor {
    std::vector<std::size_t> shape;
    std::vector<double> values;  // exact for float32, float16 and integers up to 2^53
};

std::map<std::string, GoldenTensor> readGoldenTensors(const std::filesystem::path& path);

}  // namespace saysee::test
