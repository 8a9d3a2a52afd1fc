// saysee eval: measures a model on a data set.
#include "app/cli/commands/commands.h"
#include "app/cli/tune_options.h"
#include "core/base/hash.h"
#include "core/base/paths.h"
#include "core/eval/dataset.h"
#include "core/eval/retrieval.h"
#include "core/session/engine_library.h"
#include "core/session/tune_scenarios.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <spawn.h>
#include <sys/wait.h>
#include <vector>

namespace saysee::cli {

namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr const char* kGenerated = "picturebook-";  // data sets that the recipe of the shipped pack makes

struct EvalArguments {
    std::string dataset = "picturebook-test";
    std::size_t mostUtterances = 0;
    std::size_t mostPictures = 0;
};

// Runs the recipe's program beside this one and waits for it.
base::Status runRecipe(std::vector<std::string> words, const fs::path& folder)
{
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path() / "saysee-picturebook";
    if (error || !fs::exists(program))
        return base::fail(ErrorCode::NotFound,
                          "This data set is made by the program saysee-picturebook, which is not beside this one. "
                          "Build it, or give the folder of a data set.");
    words.insert(words.begin(), program.string());
    words.insert(words.end(), {"--out", folder.string()});
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0
        || waitpid(child, &status, 0) != child || status != 0)
        return base::fail(ErrorCode::Io, "The data set could not be made in " + folder.string() + ".");
    return {};
}

// A folder, or the name of a data set that is made once and kept in the cache.
base::Result<fs::path> datasetFolder(const std::string& name)
{
    if (fs::exists(name) || !name.starts_with(kGenerated))
        return fs::path(name);
    const std::string split = name.substr(std::string_view(kGenerated).size());
    if (split != "test" && split != "validation")
        return base::fail(ErrorCode::InvalidArgument,
                          "There is no data set " + name
                              + "; known are picturebook-test and picturebook-validation.");
    const fs::path folder = base::cacheDirectory() / "datasets" / name;
    if (!fs::exists(folder / "dataset.json"))
        SAYSEE_TRY(runRecipe({"dataset", "--split", split}, folder));
    return folder;
}

CommandResult evaluate(const EvalArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const fs::path folder, datasetFolder(arguments.dataset));
    SAYSEE_ASSIGN(const auto dataset, eval::readDataset(folder));
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto engine, session::loadEngine(spec, context.task()));
    eval::RetrievalOptions options;
    options.mostUtterances = arguments.mostUtterances;
    options.mostPictures = arguments.mostPictures;
    SAYSEE_ASSIGN(const auto report, eval::evaluateRetrieval(*engine, dataset, options, context.task()));
    if (context.common.json)
        context.printJson(eval::toJson(report));
    else
        context.streams.out << eval::toMarkdown(report);
    return kOk;
}

std::string splitOf(const std::string& dataset)
{
    return dataset.starts_with(kGenerated) ? dataset.substr(std::string_view(kGenerated).size()) : "test";
}

CommandResult tuning(const std::string& dataset, session::ScenarioOptions options, const Context& context)
{
    SAYSEE_ASSIGN(options.dataset, datasetFolder(dataset));
    if (!fs::exists(options.dataset / "people.jsonl"))
        SAYSEE_TRY(runRecipe({"scenarios", "--split", splitOf(dataset)}, options.dataset));
    // Pictures and utterances of two data sets have the same names.
    std::error_code ignored;
    const std::string canonical = fs::weakly_canonical(options.dataset, ignored).string();
    options.work = base::cacheDirectory() / "scenarios" / base::sha256(canonical).substr(0, 16);
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto engine, session::loadEngine(spec, context.task()));
    SAYSEE_ASSIGN(const auto report, session::evaluateScenarios(*engine, options, context.task()));
    if (context.common.json)
        context.printJson(report);
    else
        context.streams.out << session::scenariosToMarkdown(report);
    return kOk;
}

void addExperiments(CLI::App& command, Context& context, const Choose& choose)
{
    auto* experiments = command.add_subcommand("experiments", "Questions that the picturebook world can answer");
    experiments->require_subcommand(1);
    auto* people = experiments->add_subcommand("tuning", "What 60 pairs bring to people whose needs are known");
    const auto options = std::make_shared<session::ScenarioOptions>();
    const auto dataset = std::make_shared<std::string>("picturebook-test");
    people->add_option("--dataset", *dataset, "Folder of a test set, or picturebook-test")->capture_default_str();
    people->add_option("--scenario", options->only, "new-names, far-voice or ordinary; all when absent")
        ->check(CLI::IsMember({"new-names", "far-voice", "ordinary"}));
    people->add_option("--seeds", options->seeds, "The first so many people of each; 0: all");
    people->add_option("--probe", options->probe, "General searches to check")->capture_default_str();
    people
        ->add_option_function<std::string>(
            "--corrected",
            [options](const std::string& how) {
                options->corrections = how == "meant" ? session::Corrections::Meant
                    : how == "no"                     ? session::Corrections::None
                                                      : session::Corrections::Said;
            },
            "What people correct the text of their pairs to: what they said, what they meant, or no correction")
        ->check(CLI::IsMember({"said", "meant", "no"}))
        ->default_str("said");
    people->add_flag("!--no-exchanged", options->shuffled, "Leave out the runs with exchanged photos");
    addTuneOptions(*people, options->settings);
    people->callback([=, &context] { choose([=, &context] { return tuning(*dataset, *options, context); }); });
}

}  // namespace

void addEval(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("eval", "Measure a model on a data set");
    command->require_subcommand(1);
    command->fallthrough();
    addExperiments(*command, context, choose);
    auto* retrieval = command->add_subcommand("retrieval", "Speech and words to pictures, and back");
    const auto arguments = std::make_shared<EvalArguments>();
    retrieval
        ->add_option("--dataset", arguments->dataset,
                     "A folder, or picturebook-test or picturebook-validation, which are made when first used")
        ->capture_default_str();
    retrieval->add_option("--utterances", arguments->mostUtterances, "At most so many of each condition; 0: all");
    retrieval->add_option("--pictures", arguments->mostPictures, "The first so many; 0: all");
    retrieval->callback([=, &context] { choose([=, &context] { return evaluate(*arguments, context); }); });
}

}  // namespace saysee::cli
