// Each script finds out which command is being typed ("index add") by following the words from the left, then offers
// what may follow it. Options of the program itself may stand behind every command.
#include "app/cli/usage/command_table.h"

#include <functional>

namespace saysee::cli {

namespace {

std::string joined(const std::vector<std::string>& words, const char* between = " ")
{
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

std::string quoted(std::string text, const std::string& inside)
{
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += inside.size())
        text.replace(at, 1, inside);
    return "'" + text + "'";
}

// For bash and zsh a quotation mark is written by leaving the quotation; fish knows a backslash.
std::string inShell(const std::string& text) { return quoted(text, "'\\''"); }
std::string inFish(std::string text)
{
    for (std::size_t at = 0; (at = text.find('\\', at)) != std::string::npos; at += 2)
        text.replace(at, 1, "\\\\");
    return quoted(text, "\\'");
}

std::vector<OptionRow> withCommon(const CommandRow& row, const std::vector<CommandRow>& table)
{
    std::vector<OptionRow> options = row.options;
    if (!row.name.empty())
        for (const OptionRow& common : table.front().options)
            if (common.names.back() != "--help" && common.names.back() != "--version")
                options.push_back(common);
    return options;
}

// The patterns of a case: 'index'|'index add'|...
std::string placesWithCommands(const std::vector<CommandRow>& table)
{
    std::vector<std::string> places;
    for (const CommandRow& row : table)
        if (!row.name.empty())
            places.push_back(inShell(row.name));
    return joined(places, "|");
}

// Cases for the word before the one that is typed, where that is an option which takes something.
std::string valueCases(const std::vector<CommandRow>& table,
                       const std::function<std::string(const OptionRow&)>& complete)
{
    std::string own;
    std::string common;  // behind every command
    for (const CommandRow& row : table) {
        for (const OptionRow& option : row.options) {
            std::vector<std::string> patterns;
            for (const std::string& name : option.names)
                patterns.push_back((row.name.empty() ? "*" : "") + inShell(row.name + " " + name));
            if (option.takes != Takes::Nothing)
                (row.name.empty() ? common : own) +=
                    "    " + joined(patterns, "|") + ") " + complete(option) + " ;;\n";
        }
    }
    return own + common;
}

std::vector<std::string> wordsOf(const CommandRow& row)
{
    std::vector<std::string> words = row.commands;
    for (const OptionRow& positional : row.positionals)
        words.insert(words.end(), positional.choices.begin(), positional.choices.end());
    return words;
}

}  // namespace

std::string bashCompletion(const std::vector<CommandRow>& table)
{
    std::string text = R"(# bash completion for saysee; made by 'saysee completion bash'
_saysee()
{
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local place= word= commands= options=
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "${place:+$place }$word" in
        )"
        + placesWithCommands(table) + R"() place="${place:+$place }$word" ;;
        esac
    done
    COMPREPLY=()
    case "$place $previous" in
)"
        + valueCases(table,
                     [](const OptionRow& option) {
                         if (option.takes == Takes::Choice)
                             return "COMPREPLY=($(compgen -W " + inShell(joined(option.choices))
                                 + " -- \"$current\")); return";
                         return std::string(option.takes == Takes::Path ? "return" : "compopt +o default; return");
                     })
        + "    esac\n    case \"$place\" in\n";
    for (const CommandRow& row : table) {
        std::vector<std::string> options;
        for (const OptionRow& option : withCommon(row, table))
            options.push_back(option.names.back());
        text += "    " + inShell(row.name) + ") commands=" + inShell(joined(wordsOf(row)))
            + " options=" + inShell(joined(options)) + " ;;\n";
    }
    return text + R"(    esac
    if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    else
        COMPREPLY=($(compgen -W "$commands" -- "$current"))
    fi
}
complete -o default -F _saysee saysee
)";
}

std::string zshCompletion(const std::vector<CommandRow>& table)
{
    std::string text = R"(#compdef saysee
# zsh completion for saysee; made by 'saysee completion zsh'
_saysee()
{
    local place= word= files=
    local -a commands options
    for word in "${(@)words[2,CURRENT-1]}"; do
        case "${place:+$place }$word" in
        ()"
        + placesWithCommands(table) + R"() place="${place:+$place }$word" ;;
        esac
    done
    case "$place ${words[CURRENT-1]}" in
)"
        + valueCases(table,
                     [](const OptionRow& option) {
                         if (option.takes == Takes::Choice)
                             return "compadd -- " + joined(option.choices) + "; return";
                         return option.takes == Takes::Path ? std::string("_files; return")
                                                            : "_message " + inShell(option.value) + "; return";
                     })
        + "    esac\n    case \"$place\" in\n";
    // A colon parts a word from what it means.
    const auto described = [](const std::string& word, const std::string& description) {
        return inShell(word + ":" + description);
    };
    for (const CommandRow& row : table) {
        std::vector<std::string> commands, options;
        for (const CommandRow& other : table)
            for (const std::string& command : row.commands)
                if (other.name == row.name + (row.name.empty() ? "" : " ") + command)
                    commands.push_back(described(command, other.description));
        for (const OptionRow& positional : row.positionals)
            for (const std::string& choice : positional.choices)
                commands.push_back(described(choice, positional.description));
        for (const OptionRow& option : withCommon(row, table))
            options.push_back(described(option.names.back(), option.description));
        text += "    (" + inShell(row.name) + ")\n        commands=(" + joined(commands) + ")\n        options=("
            + joined(options) + ")\n        files=" + (row.positionals.empty() ? "" : "1") + " ;;\n";
    }
    return text + R"(    esac
    if [[ ${words[CURRENT]} == -* ]]; then
        _describe -o option options
    else
        (( $#commands )) && _describe command commands
        [[ -n $files ]] && _files
    fi
}
_saysee "$@"
)";
}

std::string fishCompletion(const std::vector<CommandRow>& table)
{
    std::string places;
    for (const CommandRow& row : table)
        if (!row.name.empty())
            places += " " + inFish(row.name);
    std::string text = R"(# fish completion for saysee; made by 'saysee completion fish'
function __saysee_is_at
    set -l place
    for word in (commandline -opc)[2..-1]
        if contains -- (string trim -- "$place $word"))"
        + places + R"(
            set place (string trim -- "$place $word")
        end
    end
    test "$place" = "$argv[1]"
end
complete -c saysee -f
)";
    for (const CommandRow& row : table) {
        const std::string here = "complete -c saysee -n " + inFish("__saysee_is_at " + inFish(row.name));
        for (const CommandRow& other : table)
            for (const std::string& command : row.commands)
                if (other.name == row.name + (row.name.empty() ? "" : " ") + command)
                    text += here + " -a " + command + " -d " + inFish(other.description) + "\n";
        for (const OptionRow& positional : row.positionals)
            text += here
                + (positional.choices.empty() ? std::string(" -F") : " -a " + inFish(joined(positional.choices)))
                + " -d " + inFish(positional.description) + "\n";
        for (const OptionRow& option : withCommon(row, table)) {
            text += here;
            for (const std::string& name : option.names)
                text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (option.takes == Takes::Choice)
                text += " -x -a " + inFish(joined(option.choices));
            else if (option.takes != Takes::Nothing)
                text += option.takes == Takes::Path ? " -r -F" : " -x";
            text += " -d " + inFish(option.description) + "\n";
        }
    }
    return text;
}

}  // namespace saysee::cli
