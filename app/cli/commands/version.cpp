// saysee version: the tunes that a library keeps, and which one searches use.
#include "app/cli/commands/commands.h"
#include "core/base/files.h"
#include "core/session/version_files.h"
#include "core/session/workspace.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

using base::ErrorCode;
using library::Library;
using library::Version;
using nlohmann::json;

base::Result<std::unique_ptr<Library>> openLibrary(const Context& context, Library::Mode mode)
{
    return Library::open(context.libraryDirectory(), mode);
}

json toJson(const Version& version)
{
    return {{"id", version.id.value},
            {"name", version.name},
            {"parent", version.parent ? json(version.parent->value) : json()},
            {"pack", version.pack},
            {"model", version.model.value},
            {"file", version.file.string()},
            {"data_hash", version.dataHash},
            {"settings", version.settings},
            {"metrics", version.metrics},
            {"in_use", version.inUse},
            {"reason", version.reason},
            {"created_at", version.createdAt}};
}

double recall(const Version& version, const char* side, const char* when)
{
    static const json none = json::object();
    const json* value = &version.metrics;
    for (const char* key : {side, when, "recall_1"})
        value = value->is_object() && value->contains(key) ? &value->at(key) : &none;
    return value->value("value", 0.0);
}

std::string points(double share) { return std::to_string(static_cast<int>(100 * share + 0.5)) + " %"; }

CommandResult list(const Context& context)
{
    SAYSEE_ASSIGN(const auto library, openLibrary(context, Library::Mode::ReadOnly));
    SAYSEE_ASSIGN(const auto versions, library->versions().list());
    if (context.common.json) {
        json entries = json::array();
        for (const Version& version : versions)
            entries.push_back(toJson(version));
        context.printJson({{"versions", std::move(entries)}});
        return kOk;
    }
    for (const Version& version : versions)
        context.streams.out << (version.inUse ? "* " : "  ") << version.id.value << "  " << version.name << "  "
                            << version.pack << "  held out " << points(recall(version, "held_out", "before"))
                            << " -> " << points(recall(version, "held_out", "after")) << "  " << version.reason
                            << '\n';
    if (versions.empty())
        context.streams.out << "No versions yet; 'saysee train start' makes one.\n";
    return kOk;
}

CommandResult use(const std::string& which, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, openLibrary(context, Library::Mode::ReadWrite));
    if (which == "none") {
        SAYSEE_ASSIGN(const auto versions, library->versions().list());
        for (const Version& version : versions)
            if (version.inUse)
                SAYSEE_TRY(library->versions().useNone(version.model));
        context.say({{"in_use", nullptr}}, "Searches use the untuned model from now on.");
        return kOk;
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(which.data(), which.data() + which.size(), number);
    if (error != std::errc() || end != which.data() + which.size())
        return base::fail(ErrorCode::InvalidArgument, "'" + which + "' is neither a version's number nor 'none'.");
    SAYSEE_TRY(library->versions().use({number}));
    context.say({{"in_use", number}}, "Searches use version " + std::to_string(number) + " from now on.");
    return kOk;
}

// What differs, as JSON pointers into what list --json shows.
CommandResult diff(std::int64_t first, std::int64_t second, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, openLibrary(context, Library::Mode::ReadOnly));
    SAYSEE_ASSIGN(const Version a, library->versions().get({first}));
    SAYSEE_ASSIGN(const Version b, library->versions().get({second}));
    const json left = toJson(a).flatten();
    const json right = toJson(b).flatten();
    json changes = json::object();
    for (const json* side : {&left, &right})
        for (const auto& [key, value] : side->items())
            if (left.value(key, json()) != right.value(key, json()))
                changes[key] = {left.value(key, json()), right.value(key, json())};
    if (context.common.json) {
        context.printJson({{"differences", std::move(changes)}});
        return kOk;
    }
    if (changes.empty())
        context.streams.out << "Nothing differs.\n";
    for (const auto& [key, values] : changes.items())
        if (!key.starts_with("/metrics/curve"))
            context.streams.out << key.substr(1) << ": " << base::jsonText(values[0]) << " -> "
                                << base::jsonText(values[1]) << '\n';
    return kOk;
}

CommandResult importFile(const std::string& file, const Context& context)
{
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto workspace,
                  session::Workspace::open({context.libraryDirectory(), {}, spec, Library::Mode::ReadWrite}));
    SAYSEE_ASSIGN(model::Engine * engine, workspace->engine(context.task()));
    SAYSEE_ASSIGN(const auto id, session::importVersion(workspace->library(), *engine, file));
    const std::string number = std::to_string(id.value);
    context.say({{"id", id.value}},
                "Version " + number + " imported; 'saysee version use " + number + "' puts it in use.");
    return kOk;
}

CommandResult remove(std::int64_t number, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, openLibrary(context, Library::Mode::ReadWrite));
    SAYSEE_TRY(library->versions().remove({number}));
    context.say({{"removed", number}}, "Version " + std::to_string(number) + " is gone.");
    return kOk;
}

CommandResult rename(std::int64_t number, const std::string& name, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, openLibrary(context, Library::Mode::ReadWrite));
    SAYSEE_TRY(library->versions().rename({number}, name));
    context.say({{"id", number}, {"name", name}},
                "Version " + std::to_string(number) + " is called \"" + name + "\" now.");
    return kOk;
}

CommandResult exportTo(std::int64_t number, const std::string& file, const Context& context)
{
    SAYSEE_ASSIGN(const auto library, openLibrary(context, Library::Mode::ReadOnly));
    SAYSEE_TRY(session::exportVersion(*library, {number}, file));
    context.say({{"id", number}, {"file", file}}, "Version " + std::to_string(number) + " is in " + file + ".");
    return kOk;
}

}  // namespace

void addVersion(CLI::App& app, Context& context, const Choose& choose)
{
    struct Arguments {
        std::int64_t first = 0;
        std::int64_t second = 0;
        std::string text;
    };
    auto* command = app.add_subcommand("version", "Tuned versions: list, use, compare, export, import, remove");
    command->require_subcommand(1);
    command->fallthrough();
    const auto arguments = std::make_shared<Arguments>();
    const auto add = [&](const char* name, const char* what, auto run) {
        auto* sub = command->add_subcommand(name, what);
        sub->callback(
            [=, &context] { choose([=, &context]() -> CommandResult { return run(*arguments, context); }); });
        return sub;
    };
    add("list", "All versions; * marks the one in use", [](const Arguments&, const Context& c) { return list(c); });
    add("use", "Search with this version from now on; none: with the untuned model",
        [](const Arguments& a, const Context& c) { return use(a.text, c); })
        ->add_option("VERSION", arguments->text, "Number, or none")
        ->type_name("")
        ->required();
    auto* compare = add("diff", "What differs between two versions",
                        [](const Arguments& a, const Context& c) { return diff(a.first, a.second, c); });
    compare->add_option("A", arguments->first, "Number of a version")->type_name("")->required();
    compare->add_option("B", arguments->second, "Number of the other")->type_name("")->required();
    add("remove", "Remove a version", [](const Arguments& a, const Context& c) { return remove(a.first, c); })
        ->add_option("VERSION", arguments->first, "Number")
        ->type_name("")
        ->required();
    auto* called = add("rename", "Give a version another name",
                       [](const Arguments& a, const Context& c) { return rename(a.first, a.text, c); });
    called->add_option("VERSION", arguments->first, "Number")->type_name("")->required();
    called->add_option("NAME", arguments->text, "Its new name")->type_name("")->required();
    auto* out = add("export", "Write a version into one file; no recording is in it",
                    [](const Arguments& a, const Context& c) { return exportTo(a.first, a.text, c); });
    out->add_option("VERSION", arguments->first, "Number")->type_name("")->required();
    out->add_option("FILE", arguments->text, "New file")->type_name("")->required();
    add("import", "Bring in a version from a file; refused on another model",
        [](const Arguments& a, const Context& c) { return importFile(a.text, c); })
        ->add_option("FILE", arguments->text, "As 'version export' wrote it")
        ->type_name("")
        ->required();
}

}  // namespace saysee::cli
