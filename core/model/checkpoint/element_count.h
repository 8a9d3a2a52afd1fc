// How many values a shape read from a file stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace saysee::model {

// The number of values in a shape; empty when a size is negative or the product overflows.
[[nodiscard]] inline std::optional<std::uint64_t> elementCount(std::span<const std::int64_t> shape)
{
    std::uint64_t count = 1;
    for (const std::int64_t size : shape) {
        // At most 2^60 values, so that a product with the size of a value (8 bytes at most) is checked by the caller
        // against a file's size without overflow.
        if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count)
            || count > (1ULL << 60U))
            return std::nullopt;
    }
    return count;
}

}  // namespace saysee::model
