#include "support/golden_tensors.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace saysee::test {

namespace {

template <class T>
T at(const std::string& bytes, std::size_t offset)
{
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

double fromHalf(std::uint16_t half)
{
    const int exponent = (half >> 10) & 31;
    const int fraction = half & 1023;
    const double size = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    return (half & 0x8000) != 0 ? -size : size;
}

}  // namespace

std::map<std::string, GoldenTensor> readGoldenTensors(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::stringstream stream;
    stream << file.rdbuf();
    const std::string bytes = stream.str();
    const auto headerSize = static_cast<std::size_t>(at<std::uint64_t>(bytes, 0));
    const auto header = nlohmann::json::parse(bytes.substr(8, headerSize));
    std::map<std::string, GoldenTensor> tensors;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__")
            continue;
        GoldenTensor tensor;
        tensor.shape = entry["shape"].get<std::vector<std::size_t>>();
        const std::string type = entry["dtype"];
        const std::size_t width = type == "I64" ? 8 : type == "F16" ? 2 : 4;
        const std::size_t begin = 8 + headerSize + entry["data_offsets"][0].get<std::size_t>();
        const std::size_t end = 8 + headerSize + entry["data_offsets"][1].get<std::size_t>();
        for (std::size_t i = begin; i < end; i += width)
            tensor.values.push_back(type == "I64"       ? static_cast<double>(at<std::int64_t>(bytes, i))
                                        : type == "F16" ? fromHalf(at<std::uint16_t>(bytes, i))
                                                        : static_cast<double>(at<float>(bytes, i)));
        tensors.emplace(name, std::move(tensor));
    }
    return tensors;
}

}  // namespace saysee::test
