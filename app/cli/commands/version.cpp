// saysee version: the tunes that a library keeps, and which one searches use.
#include "app/cli/commands/commands.h"
#include "core/session/tuning.h"

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
        return kOk;
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(which.data(), which.data() + which.size(), number);
    if (error != std::errc() || end != which.data() + which.size())
        return base::fail(ErrorCode::InvalidArgument, "'" + which + "' is neither a version's number nor 'none'.");
    return library->versions().use({number}).map([] { return kOk; });
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
    for (const auto& [key, values] : changes.items())
        if (!key.starts_with("/metrics/curve"))
            context.streams.out << key.substr(1) << ": " << values[0].dump() << " -> " << values[1].dump() << '\n';
    return kOk;
}

CommandResult importFile(const std::string& file, const Context& context)
{
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto workspace,
                  session::Workspace::open({context.libraryDirectory(), {}, spec, Library::Mode::ReadWrite}));
    SAYSEE_ASSIGN(model::Engine * engine, workspace->engine(context.task()));
    SAYSEE_ASSIGN(const auto id, session::importVersion(workspace->library(), *engine, file));
    if (context.common.json)
        context.printJson({{"id", id.value}});
    else
        context.streams.out << "Version " << id.value << " imported; 'saysee version use " << id.value
                            << "' puts it in use.\n";
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
    using Mode = Library::Mode;
    add("list", "All versions; * marks the one in use", [](const Arguments&, const Context& c) { return list(c); });
    add("use", "Search with this version from now on; none: with the untuned model",
        [](const Arguments& a, const Context& c) { return use(a.text, c); })
        ->add_option("VERSION", arguments->text, "Number, or none")
        ->required();
    auto* compare = add("diff", "What differs between two versions",
                        [](const Arguments& a, const Context& c) { return diff(a.first, a.second, c); });
    compare->add_option("A", arguments->first)->required();
    compare->add_option("B", arguments->second)->required();
    add("remove", "Remove a version",
        [](const Arguments& a, const Context& c) -> CommandResult {
            SAYSEE_ASSIGN(const auto library, openLibrary(c, Mode::ReadWrite));
            return library->versions().remove({a.first}).map([] { return kOk; });
        })
        ->add_option("VERSION", arguments->first)
        ->required();
    auto* rename =
        add("rename", "Give a version another name", [](const Arguments& a, const Context& c) -> CommandResult {
            SAYSEE_ASSIGN(const auto library, openLibrary(c, Mode::ReadWrite));
            return library->versions().rename({a.first}, a.text).map([] { return kOk; });
        });
    rename->add_option("VERSION", arguments->first)->required();
    rename->add_option("NAME", arguments->text)->required();
    auto* out = add("export", "Write a version into one file; no recording is in it",
                    [](const Arguments& a, const Context& c) -> CommandResult {
                        SAYSEE_ASSIGN(const auto library, openLibrary(c, Mode::ReadOnly));
                        return session::exportVersion(*library, {a.first}, a.text).map([] { return kOk; });
                    });
    out->add_option("VERSION", arguments->first)->required();
    out->add_option("FILE", arguments->text)->required();
    add("import", "Bring in a version from a file; refused on another model",
        [](const Arguments& a, const Context& c) { return importFile(a.text, c); })
        ->add_option("FILE", arguments->text)
        ->required();
}

}  // namespace saysee::cli
