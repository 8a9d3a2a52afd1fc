// Vectors and the spaces they live in. Two spaces are never mixed.
#pragma once

#include "core/base/result.h"

#include <span>
#include <string>
#include <vector>

namespace saysee::base {

// Names an embedding space: a short hexadecimal hash of the weights and the preprocessing that make its vectors.
// Vectors may be compared only when their SpaceIds are equal.
struct SpaceId {
    std::string value;

    friend bool operator==(const SpaceId&, const SpaceId&) = default;
    friend auto operator<=>(const SpaceId&, const SpaceId&) = default;
};

// A vector of length 1 in a named space. Immutable once made.
class Embedding {
public:
    // Normalises `values`. Error (Internal) when they are empty, not finite or all zero.
    static Result<Embedding> normalised(std::vector<float> values, SpaceId space);

    [[nodiscard]] std::span<const float> values() const { return m_values; }
    [[nodiscard]] std::size_t dimension() const { return m_values.size(); }
    [[nodiscard]] const SpaceId& space() const { return m_space; }

private:
    Embedding(std::vector<float> values, SpaceId space)
        : m_values(std::move(values))
        , m_space(std::move(space))
    {
    }

    std::vector<float> m_values;
    SpaceId m_space;
};

// Cosine similarity, -1..1. Error (VersionMismatch) when the spaces differ.
Result<float> cosine(const Embedding& a, const Embedding& b);

}  // namespace saysee::base
