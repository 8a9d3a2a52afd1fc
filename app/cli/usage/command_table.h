// The commands and options as a table, read off the parser: what completions and the manual page are written from.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace saysee::cli {

enum class Takes { Nothing, Choice, Path, Other };

struct OptionRow {
    std::vector<std::string> names;  // with their dashes, the short one first; of a positional its name
    Takes takes = Takes::Nothing;
    std::string value;  // what stands for it in a usage line: "DIR"
    std::vector<std::string> choices;
    std::string description;
    bool required = false;
};

struct CommandRow {
    std::string name;  // "index add"; of the program itself empty
    std::string description;
    std::vector<OptionRow> options;  // its own, --help among them
    std::vector<OptionRow> positionals;
    std::vector<std::string> commands;  // the words that may follow
};

// The program first, then its commands, each before its own; hidden ones are left out.
[[nodiscard]] std::vector<CommandRow> commandTable(const CLI::App& app);

// Scripts for the shells.
[[nodiscard]] std::string bashCompletion(const std::vector<CommandRow>& table);
[[nodiscard]] std::string zshCompletion(const std::vector<CommandRow>& table);
[[nodiscard]] std::string fishCompletion(const std::vector<CommandRow>& table);

// saysee.1 in roff. `footer` is that of the program's help: examples, an empty line, the exit codes.
[[nodiscard]] std::string manualPage(const std::vector<CommandRow>& table, const std::string& footer);

}  // namespace saysee::cli
