// Random numbers that are the same on every machine and compiler: SplitMix64 (Steele, Lea, Flood 2014).
// The standard library's distributions may differ between implementations, so none is used.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <string_view>

namespace saysee::picturebook {

class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) { }

    std::uint64_t next()
    {
        m_state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }

    // 0 <= result < 1
    double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    // low <= result <= high
    int integer(int low, int high)
    {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(double probability) { return unit() < probability; }
    double normal()
    {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));
        return radius * std::cos(2.0 * std::numbers::pi * unit());
    }
    template <class T>
    const T& pick(std::span<const T> values)
    {
        return values[static_cast<std::size_t>(next() % values.size())];
    }
    // An independent stream for a part of the work, so that drawing more in one part does not change another.
    Random branch(std::uint64_t name) { return Random(next() ^ (name * 0xD1B54A32D192ED03ULL)); }

private:
    std::uint64_t m_state;
};

// FNV-1a, 64 bit: a stable hash of a text.
inline std::uint64_t stableHash(std::string_view text)
{
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

// The seed of item `index` in the stream called `name`.
inline std::uint64_t itemSeed(std::string_view name, std::uint64_t seed, std::uint64_t index)
{
    return Random(stableHash(name) ^ Random(seed).next() ^ (index * 0x9E3779B97F4A7C15ULL)).next();
}

}  // namespace saysee::picturebook
