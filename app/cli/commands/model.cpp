// saysee model: the packs that are installed, which one is used, and fetching one.
#include "app/cli/commands/commands.h"
#include "core/model/pack.h"
#include "core/model/pack_download.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

CommandResult list(const Context& context)
{
    const auto packs = model::listPacks();
    const std::string chosen = model::chosenPack();
    if (context.common.json) {
        nlohmann::json entries = nlohmann::json::array();
        for (const auto& pack : packs) {
            entries.push_back({{"name", pack.name},
                               {"title", pack.title},
                               {"version", pack.version},
                               {"licence", pack.licence},
                               {"languages", pack.languages},
                               {"bytes", pack.bytes()},
                               {"folder", pack.folder.string()},
                               {"complete", model::checkPack(pack).has_value()},
                               {"in_use", pack.name == chosen}});
        }
        context.printJson({{"packs", std::move(entries)}});
        return kOk;
    }
    for (const auto& pack : packs) {
        context.streams.out << (pack.name == chosen ? "* " : "  ") << pack.name << "  " << pack.title << ", "
                            << pack.bytes() / 1'000'000 << " MB, " << pack.licence
                            << (model::checkPack(pack) ? "" : " (incomplete)") << '\n';
    }
    return kOk;
}

CommandResult verify(const std::string& name, const Context& context)
{
    SAYSEE_ASSIGN(const auto pack, context.pack(name));
    SAYSEE_TRY(model::verifyPack(pack, context.task()));
    context.say({{"name", pack.name}, {"intact", true}}, pack.name + ": every file is as its maker listed it.");
    return kOk;
}

CommandResult get(const std::string& source, const Context& context)
{
    SAYSEE_ASSIGN(const auto pack,
                  model::getPack(source, model::packDirectories().front(), model::httpsTransport(), context.task()));
    context.say({{"name", pack.name}, {"folder", pack.folder.string()}, {"bytes", pack.bytes()}},
                pack.name + " is in " + pack.folder.string() + ". To use it: saysee model use " + pack.name);
    return kOk;
}

CommandResult path(const std::string& name, const Context& context)
{
    SAYSEE_ASSIGN(const auto pack, context.pack(name));
    context.say({{"name", pack.name}, {"folder", pack.folder.string()}}, pack.folder.string());
    return kOk;
}

CommandResult use(const std::string& name, const Context& context)
{
    SAYSEE_TRY(context.pack(name));
    SAYSEE_TRY(model::choosePack(name));
    context.say({{"name", name}}, name + " is used from now on.");
    return kOk;
}

}  // namespace

void addModel(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("model", "List, fetch, check and choose model packs");
    command->require_subcommand(1);
    command->fallthrough();
    const auto name = std::make_shared<std::string>();

    command->add_subcommand("list", "Packs that are installed; * marks the one in use")->callback([=, &context] {
        choose([&context] { return list(context); });
    });
    auto* fetch = command->add_subcommand("get", "Fetch a pack's files, going on where a broken download stopped");
    fetch->add_option("PACK", *name, "Name, folder, or https address of a pack.json")->type_name("")->required();
    fetch->callback([=, &context] { choose([=, &context] { return get(*name, context); }); });
    auto* check = command->add_subcommand("verify", "Compare a pack's files with their checksums");
    check->add_option("PACK", *name, "Name or folder")->type_name("")->required();
    check->callback([=, &context] { choose([=, &context] { return verify(*name, context); }); });
    auto* where = command->add_subcommand("path", "Print a pack's folder");
    where->add_option("PACK", *name, "Name or folder; the one in use when absent")->type_name("");
    where->callback([=, &context] { choose([=, &context] { return path(*name, context); }); });
    auto* choice = command->add_subcommand("use", "Use this pack when none is named");
    choice->add_option("PACK", *name, "Name or folder")->type_name("")->required();
    choice->callback([=, &context] { choose([=, &context] { return use(*name, context); }); });
}

}  // namespace saysee::cli
