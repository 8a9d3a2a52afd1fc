// saysee sample: installs the sample library and indexes it.
#include "app/cli/commands/commands.h"
#include "core/session/sample_library.h"
#include "core/session/workspace.h"

#include <CLI/CLI.hpp>
#include <ostream>

namespace saysee::cli {

namespace {

CommandResult sample(const Context& context)
{
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(
        const auto workspace,
        session::Workspace::open({context.libraryDirectory(), {}, spec, library::Library::Mode::ReadWrite}));
    SAYSEE_ASSIGN(const auto installed, session::installSample(*workspace, context.task()));
    context.say({{"pictures", installed.pictures.string()},
                 {"queries", installed.queries.string()},
                 {"photos", installed.photos}},
                "The sample library is ready: " + std::to_string(installed.photos) + " pictures in "
                    + installed.pictures.string() + ", spoken queries in " + installed.queries.string() + ".");
    return kOk;
}

}  // namespace

void addSample(CLI::App& app, Context& context, const Choose& choose)
{
    app.add_subcommand("sample", "Install the sample library and index it")->callback([=, &context] {
        choose([&context] { return sample(context); });
    });
}

}  // namespace saysee::cli
