// saysee train: tunes the model on the library's pairs.
#include "app/cli/commands/commands.h"
#include "app/cli/tune_options.h"
#include "core/session/run_report.h"
#include "core/session/tune_estimate.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

using base::ErrorCode;
using library::Library;
using nlohmann::json;
using session::TuneRun;

struct TrainArguments {
    session::TuneOptions options;
    bool unchecked = false;
    bool fromInUse = false;
    bool keepOnly = false;
};

base::Result<std::unique_ptr<session::Workspace>> openWorkspace(const Context& context)
{
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    return session::Workspace::open({context.libraryDirectory(), {}, spec, Library::Mode::ReadWrite});
}

std::string percent(const json& interval)
{
    char text[64] = {};
    std::snprintf(text, sizeof text, "%.1f %% (%.1f to %.1f)", 100 * interval.value("value", 0.0),
                  100 * interval.value("low", 0.0), 100 * interval.value("high", 0.0));
    return text;
}

void printComparison(const char* title, const json& side, const Context& context)
{
    auto& out = context.streams.out;
    out << title << " (" << side["queries"] << "): " << side["better"] << " better, " << side["same"] << " same, "
        << side["worse"] << " worse\n";
    for (const char* recall : {"recall_1", "recall_5", "recall_10"})
        out << "  " << recall << "  before " << percent(side["before"][recall]) << ", after "
            << percent(side["after"][recall]) << '\n';
}

CommandResult report(Library& library, base::VersionId id, const session::TuneStatus& status, const Context& context)
{
    SAYSEE_ASSIGN(const auto version, library.versions().get(id));
    if (context.common.json) {
        context.printJson({{"version", id.value},
                           {"name", version.name},
                           {"in_use", version.inUse},
                           {"reason", version.reason},
                           {"metrics", version.metrics},
                           {"problems", status.problems}});
        return kOk;
    }
    auto& out = context.streams.out;
    for (const auto& problem : status.problems)
        out << "Left out: " << problem << '\n';
    printComparison("Held-out pairs", version.metrics["held_out"], context);
    printComparison("General searches", version.metrics["probe"], context);
    out << "Version " << id.value << " \"" << version.name << "\": " << version.reason << ' '
        << (version.inUse ? "It is in use now." : "It is kept, but not in use.") << '\n';
    return kOk;
}

CommandResult runToEnd(TuneRun& run, Library& library, const Context& context)
{
    const auto task = context.task();
    for (;;) {
        if (task.stopRequested()) {
            SAYSEE_TRY(run.pause());
            context.streams.err << (run.status().phase == session::RunPhase::Checking
                                        ? "Stopped before anything was learned.\n"
                                        : "Paused; 'saysee train resume' goes on.\n");
            return kStopped;
        }
        SAYSEE_ASSIGN(const bool more, run.step());
        const auto& status = run.status();
        task.progress({std::string(session::phaseText(status.phase)), status.done, status.total});
        if (!more)
            break;
    }
    SAYSEE_ASSIGN(const auto id, session::keepTune(library, *run.finished()));
    return report(library, id, run.status(), context);
}

CommandResult start(const TrainArguments& arguments, const Context& context)
{
    session::TuneOptions options = arguments.options;
    options.settings.seed = context.common.seed;
    if (arguments.unchecked)
        options.unchecked = session::UncheckedPairs::Include;
    if (arguments.keepOnly)
        options.promotion = session::Promotion::Never;
    if (arguments.fromInUse)
        options.settings.start = training::TuneStart::HeadInUse;
    SAYSEE_ASSIGN(const auto workspace, openWorkspace(context));
    SAYSEE_ASSIGN(model::Engine * engine, workspace->engine(context.task()));
    SAYSEE_ASSIGN(const auto data, session::collectTuneData(workspace->library(), engine->info(), options));
    if (!context.common.quiet && !context.common.json && data.missing.empty()) {
        SAYSEE_ASSIGN(const auto estimate, session::estimateTune(*engine, data, options.settings));
        const auto seconds = [](double value) { return std::chrono::seconds(static_cast<long>(value) + 1); };
        context.streams.err << data.pairs.size() << " pairs of " << data.photos << " photos, " << data.heldOut
                            << " held out; about " << base::describeDuration(seconds(estimate.trainingSeconds))
                            << ", and up to " << base::describeDuration(seconds(estimate.featureSeconds))
                            << " to prepare pairs that are new.\n";
    }
    if (!data.missing.empty())  // else the report names them at the end
        for (const auto& problem : data.problems)
            context.streams.err << "Left out: " << problem << '\n';
    if (data.unchecked > 0 && !context.common.quiet)
        context.streams.err << data.unchecked << " more pairs wait to be accepted ('saysee pair mark accepted').\n";
    if (data.written > 0 && !context.common.quiet)
        context.streams.err
            << data.written
            << " more pairs have no recording to learn a voice from ('--scope prompts+channel' learns "
               "from written ones too).\n";
    SAYSEE_ASSIGN(const auto run, TuneRun::start(*workspace, options, context.task()));
    return runToEnd(*run, workspace->library(), context);
}

CommandResult resume(const Context& context)
{
    SAYSEE_ASSIGN(const auto workspace, openWorkspace(context));
    SAYSEE_ASSIGN(const auto run, TuneRun::resume(*workspace, context.task()));
    return runToEnd(*run, workspace->library(), context);
}

// Ends the run that is going on, keeping its best; one that was left behind is measured and kept too.
CommandResult stop(bool discard, const Context& context)
{
    if (discard && session::readRun(context.libraryDirectory()).running)
        return base::fail(ErrorCode::Busy,
                          "A run is going on, and only one that rests can be discarded: interrupt it where it runs "
                          "(Ctrl-C, or Pause in the window), then discard it.");
    if (session::requestStop(context.libraryDirectory())) {
        context.say({{"asked_to_stop", true}}, "The run ends with its best epoch.");
        return kOk;
    }
    if (!session::readRun(context.libraryDirectory()).exists)
        return base::fail(ErrorCode::NotFound, "There is no run to stop in this library.");
    if (discard) {
        SAYSEE_TRY(session::discardRun(context.libraryDirectory()));
        context.say({{"discarded", true}}, "The unfinished run is gone.");
        return kOk;
    }
    SAYSEE_ASSIGN(const auto workspace, openWorkspace(context));
    SAYSEE_ASSIGN(const auto run, TuneRun::resume(*workspace, context.task()));
    run->stop();
    return runToEnd(*run, workspace->library(), context);
}

CommandResult status(const Context& context)
{
    const auto found = session::readRun(context.libraryDirectory());
    if (context.common.json) {
        context.printJson({{"exists", found.exists}, {"running", found.running}, {"status", found.status}});
        return kOk;
    }
    auto& out = context.streams.out;
    if (!found.exists) {
        out << "No run is going on.\n";
        return kOk;
    }
    out << (found.running ? "A run is going on: " : "A run was left unfinished ('saysee train resume'): ")
        << found.status.value("phase", "it has just begun");
    if (const auto total = found.status.value("total", 0); total > 0)
        out << ", " << found.status.value("done", 0) << " of " << total;
    out << '\n';
    const bool voice = found.scope == training::TuneScope::Voice;
    for (const json& point : found.status.value("curve", json::array()))
        out << "  epoch " << point["epoch"] << "  loss " << point["loss"]
            << (voice ? "  heard right: of pairs learned from " : "  recall at 1: of pairs learned from ")
            << point["trained"] << ", of those to stop by " << point["stopping"] << '\n';
    return kOk;
}

}  // namespace

void addTrain(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("train", "Tune the model on your pairs");
    command->footer(R"(Examples:
  saysee train start                             learn your voice and your words
  saysee train start --scope prompts+channel     learn from written descriptions too
  saysee train resume                            go on after a pause or a crash)");
    command->require_subcommand(1);
    command->fallthrough();
    const auto arguments = std::make_shared<TrainArguments>();
    auto* begin = command->add_subcommand("start", "Begin a run; it is judged, kept, and used if it is better");
    addTuneOptions(*begin, arguments->options.settings);
    begin->add_option("--name", arguments->options.name, "Of the version")->type_name("NAME");
    begin->add_flag("--unchecked", arguments->unchecked, "Learn from pairs that nobody accepted yet, too");
    begin->add_flag("--from-in-use", arguments->fromInUse,
                    "Go on from the version in use instead of the untuned model");
    begin->add_flag("--keep-only", arguments->keepOnly, "Do not put the version in use, however good it is");
    begin->callback([=, &context] { choose([=, &context] { return start(*arguments, context); }); });
    command->add_subcommand("resume", "Go on with a run that was interrupted")->callback([=, &context] {
        choose([&context] { return resume(context); });
    });
    auto* end = command->add_subcommand("stop", "End the run and keep its best epoch");
    const auto discard = std::make_shared<bool>(false);
    end->add_flag("--discard", *discard,
                  "Forget a run that was left unfinished instead; one that is going on is refused");
    end->callback([=, &context] { choose([=, &context] { return stop(*discard, context); }); });
    command->add_subcommand("status", "How far the run is")->callback([=, &context] {
        choose([&context] { return status(context); });
    });
}

}  // namespace saysee::cli
