#include "app/cli/usage/command_table.h"

#include <algorithm>
#include <array>

namespace saysee::cli {

namespace {

// What CLI11 writes of a set of allowed words behind the type: "TEXT:{a,b}".
std::vector<std::string> choicesIn(const std::string& type)
{
    const auto begin = type.find('{');
    const auto end = type.find('}', begin);
    std::vector<std::string> choices;
    if (begin == std::string::npos || end == std::string::npos)
        return choices;
    for (std::size_t at = begin + 1; at < end;) {
        const std::size_t comma = std::min(type.find(',', at), end);
        choices.push_back(type.substr(at, comma - at));
        at = comma + 1;
    }
    return choices;
}

bool namesAPath(const std::string& value)
{
    constexpr std::array kPaths = {"FILE", "DIR", "PATH"};
    return std::any_of(kPaths.begin(), kPaths.end(),
                       [&](const char* word) { return value.find(word) != std::string::npos; });
}

OptionRow rowOf(const CLI::Option& option)
{
    OptionRow row;
    if (option.get_positional())
        row.names = {option.get_name(true)};
    for (const std::string& name : option.get_snames())
        row.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        row.names.push_back("--" + name);
    row.description = option.get_description();
    row.required = option.get_required();
    if (option.get_items_expected_max() == 0)
        return row;
    const std::string type = option.get_type_name();
    row.value = option.get_positional() ? row.names.front() : type.substr(0, type.find(':'));
    row.choices = choicesIn(type);
    row.takes = !row.choices.empty() ? Takes::Choice : namesAPath(row.value) ? Takes::Path : Takes::Other;
    return row;
}

void addRows(const CLI::App& app, const std::string& name, std::vector<CommandRow>& table)
{
    CommandRow row {name, app.get_description(), {}, {}, {}};
    for (const CLI::Option* option : app.get_options())
        (option->get_positional() ? row.positionals : row.options).push_back(rowOf(*option));
    const auto commands = app.get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); });
    for (const CLI::App* command : commands)
        row.commands.push_back(command->get_name());
    table.push_back(std::move(row));
    for (const CLI::App* command : commands)
        addRows(*command, name + (name.empty() ? "" : " ") + command->get_name(), table);
}

}  // namespace

std::vector<CommandRow> commandTable(const CLI::App& app)
{
    std::vector<CommandRow> table;
    addRows(app, {}, table);
    return table;
}

}  // namespace saysee::cli
