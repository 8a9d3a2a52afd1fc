// What a mistyped command or option was probably meant to be.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace saysee::cli {

// Optimal string alignment distance (Damerau 1964): insertions, deletions, substitutions and swaps of neighbours.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

struct Typo {
    std::string written;
    std::string meant;
};

// The first unknown word that a known one is near to: one slip, or a third of its letters.
[[nodiscard]] std::optional<Typo> findTypo(const CLI::App& app, std::span<const std::string> arguments);

}  // namespace saysee::cli
