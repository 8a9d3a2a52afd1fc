// What a mistyped command or option was probably meant to be.
#pragma once

#include <CLI/App.hpp>
#include <span>
#include <string>
#include <string_view>

namespace saysee::cli {

// Levenshtein distance: insertions, deletions, substitutions.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

// The nearest known word to the first unknown one, or "" when nothing is near (a third of its length).
[[nodiscard]] std::string suggestion(const CLI::App& app, std::span<const std::string> arguments);

}  // namespace saysee::cli
