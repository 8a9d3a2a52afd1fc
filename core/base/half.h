// IEEE 754 half precision (binary16), the format in which picture vectors are stored.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace saysee::base {

// Rounds to nearest, ties to even; beyond +-65504 becomes infinity.
[[nodiscard]] constexpr std::uint16_t toHalf(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
    const std::uint32_t magnitude = bits & 0x7fffffffU;
    if (magnitude > 0x7f800000U)  // not a number
        return static_cast<std::uint16_t>(sign | 0x7e00U);
    if (magnitude >= 0x477ff000U)  // rounds to 65536 or more
        return static_cast<std::uint16_t>(sign | 0x7c00U);
    if (magnitude < 0x38800000U) {  // below 2^-14: adding 0.5 leaves the rounded multiple of 2^-24 in the low bits
        const float shifted = std::bit_cast<float>(magnitude) + 0.5F;
        return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(shifted) - 0x3f000000U));
    }
    const std::uint32_t odd = (magnitude >> 13U) & 1U;
    return static_cast<std::uint16_t>(sign | ((magnitude - 0x38000000U + 0xfffU + odd) >> 13U));
}

[[nodiscard]] constexpr float fromHalf(std::uint16_t half)
{
    const std::uint32_t magnitude = half & 0x7fffU;
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
    // Moving the fields into place leaves the exponent 112 too low; the product repairs it, subnormals included.
    const float scaled = std::bit_cast<float>(magnitude << 13U) * 0x1p112F;
    const std::uint32_t bits =
        magnitude >= 0x7c00U ? 0x7f800000U | (magnitude << 13U) : std::bit_cast<std::uint32_t>(scaled);
    return std::bit_cast<float>(bits | sign);
}

// Requires: both spans have the same size.
inline void toHalf(std::span<const float> values, std::span<std::uint16_t> halves)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        halves[i] = toHalf(values[i]);
}

inline void fromHalf(std::span<const std::uint16_t> halves, std::span<float> values)
{
    for (std::size_t i = 0; i < halves.size(); ++i)
        values[i] = fromHalf(halves[i]);
}

}  // namespace saysee::base
