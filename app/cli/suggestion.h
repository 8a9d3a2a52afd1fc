// What a mistyped command or option was probably meant to be.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace saysee::cli {

// Levenshtein distance: insertions, deletions, substitutions.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

struct Typo {
    std::string written;
    std::string meant;
};

// The first unknown word that a known one is near to: not more than a third of its letters differ.
[[nodiscard]] std::optional<Typo> findTypo(const CLI::App& app, std::span<const std::string> arguments);

}  // namespace saysee::cli
