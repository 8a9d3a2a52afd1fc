// What verdicts and origins of pairs are called in files and on the command line.
#pragma once

#include "core/library/pairs.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace saysee::library {

// In the order of their enumerators.
inline constexpr std::array<std::string_view, 4> kVerdictNames = {"unchecked", "accepted", "listen-again",
                                                                  "rejected"};
inline constexpr std::array<std::string_view, 3> kOriginNames = {"labelled", "this-is-the-one", "imported"};

[[nodiscard]] constexpr std::string_view nameOf(PairVerdict verdict)
{
    return kVerdictNames[static_cast<std::size_t>(verdict)];
}

[[nodiscard]] constexpr std::string_view nameOf(PairOrigin origin)
{
    return kOriginNames[static_cast<std::size_t>(origin)];
}

// Empty for what is no such name.
[[nodiscard]] constexpr std::optional<PairVerdict> verdictCalled(std::string_view name)
{
    const auto found = std::find(kVerdictNames.begin(), kVerdictNames.end(), name);
    if (found == kVerdictNames.end())
        return std::nullopt;
    return static_cast<PairVerdict>(found - kVerdictNames.begin());
}

[[nodiscard]] constexpr std::optional<PairOrigin> originCalled(std::string_view name)
{
    const auto found = std::find(kOriginNames.begin(), kOriginNames.end(), name);
    if (found == kOriginNames.end())
        return std::nullopt;
    return static_cast<PairOrigin>(found - kOriginNames.begin());
}

}  // namespace saysee::library
