// saysee voice: speaks to the running window, for a key of the desktop.
#include "app/cli/commands/commands.h"
#include "core/session/window_request.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

CommandResult voice(const Context& context)
{
    SAYSEE_TRY(session::sendToWindow({session::WindowRequest::Kind::ToggleVoice}));
    if (context.common.json)
        context.printJson({{"sent", "voice-toggle"}});
    return kOk;
}

}  // namespace

void addVoice(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("voice", "Make the running window listen, or stop and search");
    const auto toggle = std::make_shared<bool>(false);
    command->add_flag("--toggle", *toggle, "Start listening, or stop and search");
    command->callback([&context, choose, toggle] {
        if (!*toggle)
            throw CLI::RequiredError("--toggle");  // said here, so that the help has no "REQUIRED" behind it
        choose([&context] { return voice(context); });
    });
}

}  // namespace saysee::cli
