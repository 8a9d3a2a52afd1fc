#include "core/training/pretrain/stage.h"

#include <cmath>
#include <numeric>
#include <random>

namespace saysee::training {

std::uint64_t stepSeed(std::uint64_t seed, std::int64_t step)
{
    // splitmix64's finaliser (Steele et al. 2014) over both numbers
    std::uint64_t value = seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(step);
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

std::vector<std::int64_t> shuffledRows(std::int64_t count, std::uint64_t seed, std::int64_t epoch)
{
    std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), 0);
    std::mt19937_64 random(stepSeed(seed ^ 0x5EEDULL, epoch));
    for (std::size_t i = rows.size(); i > 1; --i)  // std::shuffle's order differs between standard libraries
        std::swap(rows[i - 1], rows[random() % i]);
    return rows;
}

model::TensorMap inPrecision(const model::TensorMap& parameters, bool bfloat16)
{
    if (!bfloat16)
        return parameters;
    model::TensorMap converted;
    for (const auto& [name, tensor] : parameters)
        converted[name] = tensor.to(at::kBFloat16);
    return converted;
}

void scaleToInputs(model::TensorMap& tensors)
{
    for (auto& [name, tensor] : tensors) {
        const bool embedding =
            name.find("embed_") != std::string::npos || name.find("_embedding") != std::string::npos;
        const bool patches = name.find("patch_embedding") != std::string::npos;
        if (tensor.dim() < 2 || (embedding && !patches))
            continue;
        const double inputs = static_cast<double>(tensor.numel() / tensor.size(0));
        tensor.mul_(1.0 / (tensor.std().item<double>() * std::sqrt(inputs)));
    }
}

}  // namespace saysee::training
