// saysee completion: what an installation puts beside the program, written from the options themselves. Hidden.
#include "app/cli/commands/commands.h"
#include "app/cli/usage/command_table.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

void addCompletion(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("completion", "Print a script that completes commands, or the manual page");
    command->group("");
    const auto kind = std::make_shared<std::string>();
    command->add_option("KIND", *kind, "For which shell, or man")
        ->type_name("")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
    command->callback([=, &app, &context] {
        choose([=, &app, &context]() -> CommandResult {
            const auto table = commandTable(app);
            context.streams.out << (*kind == "bash"       ? bashCompletion(table)
                                        : *kind == "zsh"  ? zshCompletion(table)
                                        : *kind == "fish" ? fishCompletion(table)
                                                          : manualPage(table, app.get_footer()));
            return kOk;
        });
    });
}

}  // namespace saysee::cli
