#include "app/cli/usage/command_table.h"

namespace saysee::cli {

namespace {

constexpr auto kBegin = R"(.\" Made by 'saysee completion man'
.TH SAYSEE 1 "" "SaySee )" SAYSEE_VERSION R"(" "User commands"
.SH NAME
saysee \- find photos in your own library by voice
.SH SYNOPSIS
\fBsaysee\fR \fIcommand\fR [\fIoptions\fR]
.SH DESCRIPTION
Spoken questions, words and pictures find photos in folders that were indexed before.
None of them leaves the machine.
The window onto the same library is
.BR saysee\-gui .
.SH OPTIONS
These may stand behind every command.
)";

constexpr auto kEnd = R"(.SH ENVIRONMENT
.TP
\fBXDG_DATA_HOME\fR, \fBXDG_CACHE_HOME\fR, \fBXDG_STATE_HOME\fR, \fBXDG_CONFIG_HOME\fR
Where the library and packs, caches, recordings in the making, and choices lie, each in a folder saysee.
.TP
\fBSAYSEE_LOG\fR
debug, info, warning or error: what is said on standard error for developers.
)";

// Text for roff: a hyphen is typed as one, and no line is taken for a request.
std::string roff(const std::string& text)
{
    std::string result;
    for (const char c : text) {
        if ((c == '.' || c == '\'') && (result.empty() || result.back() == '\n'))
            result += "\\&";
        result += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
    }
    return result;
}

std::string usageOf(const OptionRow& positional)
{
    std::string text = "\\fI" + roff(positional.value) + "\\fR";
    if (!positional.required)
        text = "[" + text + "]";
    return " " + text;
}

std::string entry(const OptionRow& option, bool isPositional)
{
    std::string term;
    for (const std::string& name : option.names)
        term += (term.empty() ? "\\fB" : ", \\fB") + roff(name) + "\\fR";
    if (isPositional)
        term = "\\fI" + roff(option.value) + "\\fR";
    else if (!option.value.empty())
        term += " \\fI" + roff(option.value) + "\\fR";
    std::string text = ".TP\n" + term + "\n" + roff(option.description) + (option.required ? " (required)" : "");
    for (const std::string& choice : option.choices)
        text += (&choice == &option.choices.front() ? ": " : ", ") + roff(choice);
    return text + ".\n";
}

std::string section(const CommandRow& row)
{
    std::string text = ".SS \"saysee " + roff(row.name) + "\"\n" + roff(row.description) + ".\n";
    std::string usage = ".PP\n\\fBsaysee " + roff(row.name) + "\\fR";
    for (const OptionRow& positional : row.positionals)
        usage += usageOf(positional);
    if (!row.commands.empty())
        return text;  // its own commands follow
    text += usage + " [\\fIoptions\\fR]\n";
    for (const OptionRow& positional : row.positionals)
        text += entry(positional, true);
    for (const OptionRow& option : row.options)
        if (option.names.back() != "--help")
            text += entry(option, false);
    return text;
}

}  // namespace

std::string manualPage(const std::vector<CommandRow>& table, const std::string& footer)
{
    const auto gap = footer.find("\n\n");
    const std::string examples = footer.substr(0, gap);
    const std::string exitCodes = gap == std::string::npos ? std::string() : footer.substr(gap + 2);
    std::string text = kBegin;
    for (const OptionRow& option : table.front().options)
        text += entry(option, false);
    text += ".SH COMMANDS\n";
    for (const CommandRow& row : table)
        if (!row.name.empty())
            text += section(row);
    text += ".SH EXIT STATUS\n" + roff(exitCodes) + ".SH EXAMPLES\n.nf\n"
        + roff(examples.substr(examples.find('\n') + 1)) + "\n.fi\n";
    return text + kEnd;
}

}  // namespace saysee::cli
