#include "app/cli/run_cli.h"

#include "app/cli/commands/commands.h"
#include "app/cli/suggestion.h"
#include "core/base/log.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

namespace saysee::cli {

namespace {

constexpr auto kExamples = R"(Examples:
  saysee sample                                  install the sample library
  saysee search --text "a dog in the snow"       find photos by words
  saysee search --audio query.wav                find photos by a spoken clip
  saysee index add ~/Pictures                    index a folder of your own
  saysee transcribe memo.ogg                     what the recogniser hears

Exit codes: 0 ok, 1 failure, 2 usage, 4 model missing or damaged, 5 audio unusable or no speech,
6 some files failed (listed), 130 stopped.
)";
constexpr auto kMore =
    "'saysee --help' lists the options of every command (--library, --pack, --json, ...) and the exit codes.\n";

void addCommonOptions(CLI::App& app, CommonOptions& common)
{
    const std::string group = "Common options";
    app.add_option("--library", common.library, "Library folder")->type_name("DIR")->group(group);
    app.add_option("--pack", common.pack, "Model pack: a name or a folder")->type_name("NAME|DIR")->group(group);
    app.add_option("--recogniser", common.recogniser, "Use this recogniser instead of the pack's")
        ->type_name("PATH")
        ->group(group);
    app.add_option("--image-text", common.imageText, "Use this image-text model instead of the pack's")
        ->type_name("PATH")
        ->group(group);
    app.add_option("--head", common.head, "Use this head (audio channel, prompts, fusion)")
        ->type_name("PATH")
        ->group(group);
    app.add_option("--device", common.device, "auto, cpu, cuda or cuda:N")
        ->type_name("DEVICE")
        ->check([](const std::string& value) {
            const bool numbered = value.rfind("cuda:", 0) == 0 && value.size() > 5
                && std::all_of(value.begin() + 5, value.end(), [](char c) { return c >= '0' && c <= '9'; });
            const bool known = value == "auto" || value == "cpu" || value == "cuda" || numbered;
            return known ? std::string() : "'" + value + "' is not auto, cpu, cuda or cuda:N";
        })
        ->group(group);
    app.add_option("--threads", common.threads, "Threads for the model; 0: one for each core")
        ->check(CLI::Range(0, 1024))
        ->group(group);
    app.add_option("--seed", common.seed, "Seed of everything random")->group(group);
    app.add_flag("--json", common.json, "Print one JSON document (JSON.md describes it)")->group(group);
    app.add_flag("-q,--quiet", common.quiet, "No progress on standard error")->group(group);
}

// Below each command's help: its own examples, and where the rest is.
void addFooters(CLI::App& app)
{
    for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        const std::string own = command->get_footer();
        command->footer(own.empty() ? kMore : own + "\n\n" + kMore);
        addFooters(*command);
    }
}

int report(const base::Error& error, const Streams& streams)
{
    streams.err << "saysee: " << error.message << '\n';
    if (!error.detail.empty())
        base::log(base::LogLevel::Debug, error.detail);
    return exitCode(error.code);
}

// The command that was being called: "saysee version rename".
std::string calledCommand(const CLI::App& app)
{
    const auto called = app.get_subcommands();
    return app.get_name() + (called.empty() ? std::string() : " " + calledCommand(*called.front()));
}

// What is wrong with the arguments, in a sentence: a likely typo first, then what is unknown, else CLI11's own words.
std::string usageProblem(const CLI::App& app, const CLI::ParseError& problem, std::span<const std::string> arguments)
{
    if (const auto typo = findTypo(app, arguments))
        return "There is no '" + typo->written + "' here; did you mean '" + typo->meant + "'?";
    const std::vector<std::string> unknown = app.remaining(true);
    const auto unasked = {CLI::ExitCodes::ExtrasError, CLI::ExitCodes::RequiredError};
    if (unknown.empty() || std::none_of(unasked.begin(), unasked.end(), [&](CLI::ExitCodes code) {
            return problem.get_exit_code() == static_cast<int>(code);
        }))
        return problem.what();
    if (unknown.front()[0] != '-' && app.got_subcommand("search"))
        return "Words to search for go behind --text, a clip behind --audio: saysee search --text \""
            + unknown.front() + "\".";
    const auto option = std::find_if(unknown.begin(), unknown.end(), [](const auto& one) { return one[0] == '-'; });
    return "There is no '" + (option == unknown.end() ? unknown.front() : *option) + "' here.";
}

int reportUsage(const CLI::App& app, const CLI::ParseError& problem, std::span<const std::string> arguments,
                const Streams& streams)
{
    if (problem.get_exit_code() == 0)
        return app.exit(problem, streams.out, streams.err);
    streams.err << "saysee: " << usageProblem(app, problem, arguments) << "\n"
                << "Run '" << calledCommand(app) << " --help' for what is possible.\n";
    return kUsage;
}

}  // namespace

int runCli(std::span<const std::string> arguments, Streams streams, std::stop_token stop)
{
    Context context(streams, std::move(stop));
    std::function<CommandResult()> chosen;
    const Choose choose = [&chosen](std::function<CommandResult()> run) { chosen = std::move(run); };

    CLI::App app("Find photos in your own library by voice.", "saysee");
    app.set_version_flag("--version", "saysee " SAYSEE_VERSION "\n" SAYSEE_BUILD);
    app.require_subcommand(1);
    app.fallthrough();
    addCommonOptions(app, context.common);
    for (const auto add : {addIndex, addSearch, addTranscribe, addEmbed, addModel, addPair, addTrain, addVersion,
                           addSample, addDoctor, addBench, addEval, addVoice, addCompletion})
        add(app, context, choose);
    addFooters(app);
    app.footer(kExamples);

    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError& problem) {
        return reportUsage(app, problem, arguments, streams);
    }
    try {
        const CommandResult result = chosen();
        return result ? *result : report(result.error(), streams);
    } catch (const std::exception& defect) {
        return report({base::ErrorCode::Internal, std::string("Something went wrong inside: ") + defect.what(), {}},
                      streams);
    }
}

}  // namespace saysee::cli
