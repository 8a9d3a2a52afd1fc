// saysee index: which folders are searched, and keeping the library up to date with them.
#include "app/cli/commands/commands.h"
#include "core/session/workspace.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

using Mode = library::Library::Mode;
using nlohmann::json;

struct IndexArguments {
    std::vector<std::string> directories;
    std::vector<std::string> excludes;
    bool retry = false;
    bool scanOnly = false;
};

base::Result<std::unique_ptr<session::Workspace>> openWorkspace(const Context& context, Mode mode)
{
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    return session::Workspace::open({context.libraryDirectory(), {}, spec, mode});
}

json toJson(const library::ScanSummary& scan)
{
    return {{"added", scan.added},
            {"changed", scan.changed},
            {"moved", scan.moved},
            {"gone", scan.gone},
            {"returned", scan.returned},
            {"unchanged", scan.unchanged},
            {"offline_folders", scan.offlineFolders}};
}

json problemsJson(const std::vector<library::PhotoProblem>& problems)
{
    json list = json::array();
    for (const auto& problem : problems)
        list.push_back({{"path", problem.path.string()}, {"reason", problem.reason}});
    return list;
}

// What happened, and the files that failed; exit code 6 when some did.
base::Result<int> report(session::Workspace& workspace, const library::ScanSummary& scan,
                         const library::IndexProgress& progress, const Context& context)
{
    SAYSEE_ASSIGN(const auto problems, workspace.library().photos().problems());
    const int code = problems.empty() ? kOk : kSomeFilesFailed;
    if (context.common.json) {
        context.printJson({{"scan", toJson(scan)}, {"indexed", progress.done}, {"problems", problemsJson(problems)}});
        return code;
    }
    auto& out = context.streams.out;
    out << scan.added << " new, " << scan.changed << " changed, " << scan.moved << " moved, " << scan.gone
        << " gone, " << scan.unchanged << " unchanged; " << progress.done - progress.unreadable << " indexed.\n";
    if (scan.offlineFolders > 0)
        out << "Folders that cannot be reached now are kept as they were; 'saysee index status' names them.\n";
    for (const auto& problem : problems)
        out << "Not readable: " << problem.reason << '\n';
    return code;
}

base::Result<int> bringUpToDate(session::Workspace& workspace, const IndexArguments& arguments,
                                const Context& context)
{
    if (arguments.retry)
        SAYSEE_TRY(workspace.library().photos().retry());
    SAYSEE_ASSIGN(auto target, workspace.indexTarget(context.task()));
    SAYSEE_ASSIGN(const auto indexer, library::Indexer::start(workspace.library(), std::move(target)));
    SAYSEE_ASSIGN(const auto scan, indexer->scan(context.task()));
    if (!arguments.scanOnly) {
        SAYSEE_TRY(library::runToEnd(*indexer, context.task()));
        SAYSEE_ASSIGN([[maybe_unused]] const auto* index, workspace.index(context.task()));
    }
    return report(workspace, scan, indexer->progress(), context);
}

CommandResult addFolders(const IndexArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto workspace, openWorkspace(context, Mode::ReadWrite));
    // Added again without patterns, a folder keeps those that it has: they may hide what is private.
    const auto excludes = arguments.excludes.empty() ? std::nullopt : std::optional(arguments.excludes);
    for (const auto& directory : arguments.directories)
        SAYSEE_TRY(workspace->library().folders().add(directory, excludes));
    return bringUpToDate(*workspace, arguments, context);
}

CommandResult update(const IndexArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto workspace, openWorkspace(context, Mode::ReadWrite));
    return bringUpToDate(*workspace, arguments, context);
}

CommandResult removeFolder(const IndexArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto workspace, openWorkspace(context, Mode::ReadWrite));
    auto& folders = workspace->library().folders();
    SAYSEE_ASSIGN(const auto all, folders.list());
    std::vector<library::Folder> unwanted;  // found before anything is removed: a wrong name changes nothing
    for (const auto& directory : arguments.directories) {
        const auto wanted = std::filesystem::absolute(directory).lexically_normal();
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& folder) {
            std::error_code ignored;
            return folder.path == wanted || folder.path == std::filesystem::weakly_canonical(wanted, ignored);
        });
        if (found == all.end())
            return base::fail(base::ErrorCode::NotFound, wanted.string() + " is not a folder of this library.");
        unwanted.push_back(*found);
    }
    json paths = json::array();
    for (const auto& folder : unwanted) {
        SAYSEE_TRY(folders.remove(folder.id));
        paths.push_back(folder.path.string());
    }
    context.say({{"removed", paths}},
                unwanted.size() == 1 ? unwanted.front().path.string() + " is no longer searched."
                                     : std::to_string(unwanted.size()) + " folders are no longer searched.");
    return kOk;
}

json toJson(const library::Folder& folder)
{
    return {{"path", folder.path.string()},
            {"photos", folder.photos},
            {"online", folder.reach == library::Reach::Online},
            {"problem", folder.problem}};
}

CommandResult status(const Context& context)
{
    SAYSEE_ASSIGN(const auto workspace, openWorkspace(context, Mode::ReadOnly));
    SAYSEE_ASSIGN(const model::Engine* engine, workspace->engine(context.task()));
    SAYSEE_ASSIGN(const auto counts, workspace->library().status(engine->info().imageSpace));
    SAYSEE_ASSIGN(const auto folders, workspace->library().folders().list());
    SAYSEE_ASSIGN(const auto problems, workspace->library().photos().problems());
    if (context.common.json) {
        json list = json::array();
        for (const auto& folder : folders)
            list.push_back(toJson(folder));
        context.printJson({{"library", context.libraryDirectory().string()},
                           {"space", engine->info().imageSpace.value},
                           {"photos", counts.photos},
                           {"searchable", counts.searchable},
                           {"pending", counts.pending},
                           {"unreadable", counts.unreadable},
                           {"gone", counts.gone},
                           {"folders", std::move(list)},
                           {"problems", problemsJson(problems)}});
        return kOk;
    }
    auto& out = context.streams.out;
    out << "Library " << context.libraryDirectory().string() << '\n'
        << counts.photos << " photos, " << counts.searchable << " searchable, " << counts.pending << " waiting, "
        << counts.unreadable << " unreadable\n";
    for (const auto& folder : folders) {
        out << "  " << folder.path.string() << ": " << folder.photos << " photos";
        out << (folder.reach == library::Reach::Online ? "" : " (not reachable: " + folder.problem + ")") << '\n';
    }
    for (const auto& problem : problems)
        out << "Not readable: " << problem.reason << '\n';
    return kOk;
}

CommandResult verify(const Context& context)
{
    SAYSEE_ASSIGN(const auto library, library::Library::open(context.libraryDirectory(), Mode::ReadOnly));
    SAYSEE_ASSIGN(const auto contradictions, library->verify(context.task()));
    if (context.common.json)
        context.printJson({{"clean", contradictions.empty()}, {"contradictions", contradictions}});
    else if (contradictions.empty())
        context.streams.out << "The library is in order.\n";
    for (const auto& sentence : contradictions)
        if (!context.common.json)
            context.streams.out << sentence << '\n';
    return contradictions.empty() ? kOk : kFailure;
}

}  // namespace

void addIndex(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("index", "Choose the folders that are searched and keep up with them");
    command->footer(R"(Examples:
  saysee index add ~/Pictures --exclude '*.tmp'
  saysee index update                            after photos were added, changed or moved
  saysee index status)");
    command->require_subcommand(1);
    command->fallthrough();
    const auto arguments = std::make_shared<IndexArguments>();

    auto* add = command->add_subcommand("add", "Add folders and index their photos; originals are only read");
    add->add_option("DIR", arguments->directories, "Folders")->type_name("")->required();
    add->add_option("--exclude", arguments->excludes,
                    "Pattern of names to leave out, such as '*.tmp'; replaces those of a folder added before")
        ->take_all();
    add->callback([=, &context] { choose([=, &context] { return addFolders(*arguments, context); }); });

    auto* refresh = command->add_subcommand("update", "Look for new, changed, moved and removed photos");
    refresh->add_flag("--retry", arguments->retry, "Try unreadable photos again");
    refresh->add_flag("--scan-only", arguments->scanOnly, "Note what changed, encode later");
    refresh->callback([=, &context] { choose([=, &context] { return update(*arguments, context); }); });

    command->add_subcommand("status", "Folders, counts and problems")->callback([=, &context] {
        choose([&context] { return status(context); });
    });
    command->add_subcommand("verify", "Check the library for contradictions")->callback([=, &context] {
        choose([&context] { return verify(context); });
    });
    auto* remove = command->add_subcommand("remove", "Forget folders; their files stay untouched");
    remove->add_option("DIR", arguments->directories, "Folders")->type_name("")->required();
    remove->callback([=, &context] { choose([=, &context] { return removeFolder(*arguments, context); }); });
}

}  // namespace saysee::cli
