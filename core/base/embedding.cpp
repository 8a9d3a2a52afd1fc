#include "core/base/embedding.h"

#include <cmath>
#include <numeric>

namespace saysee::base {

Result<Embedding> Embedding::normalised(std::vector<float> values, SpaceId space)
{
    const double squares
        = std::inner_product(values.begin(), values.end(), values.begin(), 0.0, std::plus<>(),
                             [](float a, float b) { return static_cast<double>(a) * static_cast<double>(b); });
    if (!std::isfinite(squares) || squares <= 0.0)
        return fail(ErrorCode::Internal, "The model produced a vector that cannot be normalised.");
    const double scale = 1.0 / std::sqrt(squares);  // above the largest float for values below its reciprocal
    for (float& value : values)
        value = static_cast<float>(value * scale);
    return Embedding(std::move(values), std::move(space));
}

Result<float> cosine(const Embedding& a, const Embedding& b)
{
    if (a.space() != b.space() || a.dimension() != b.dimension())
        return fail(ErrorCode::VersionMismatch, "Vectors of different embedding spaces cannot be compared.",
                    a.space().value + " and " + b.space().value);
    return std::inner_product(a.values().begin(), a.values().end(), b.values().begin(), 0.0F);
}

}  // namespace saysee::base
