// saysee eval: measures a model on a data set.
#include "app/cli/commands/commands.h"
#include "core/base/paths.h"
#include "core/eval/dataset.h"
#include "core/eval/retrieval.h"
#include "core/session/engine_library.h"

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <ostream>
#include <spawn.h>
#include <sys/wait.h>

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
base::Status generate(const std::string& split, const fs::path& folder)
{
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path() / "saysee-picturebook";
    if (error || !fs::exists(program))
        return base::fail(ErrorCode::NotFound,
                          "The data set picturebook-" + split
                              + " is made by the program saysee-picturebook, which is not beside "
                                "this one. Build it, or give the folder of a data set.");
    std::array<std::string, 6> words = {program.string(), "dataset", "--split", split, "--out", folder.string()};
    std::array<char*, 7> arguments {};
    for (std::size_t i = 0; i < words.size(); ++i)
        arguments[i] = words[i].data();
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0
        || waitpid(child, &status, 0) != child || status != 0)
        return base::fail(ErrorCode::Io,
                          "The data set picturebook-" + split + " could not be made in " + folder.string() + ".");
    return {};
}

// A folder, or the name of a data set that is made once and kept in the cache.
base::Result<eval::Dataset> openDataset(const std::string& name)
{
    if (fs::exists(name) || !name.starts_with(kGenerated))
        return eval::readDataset(name);
    const std::string split = name.substr(std::string_view(kGenerated).size());
    if (split != "test" && split != "validation")
        return base::fail(ErrorCode::InvalidArgument,
                          "There is no data set " + name
                              + "; known are picturebook-test and picturebook-validation.");
    const fs::path folder = base::cacheDirectory() / "datasets" / name;
    if (!fs::exists(folder / "dataset.json"))
        SAYSEE_TRY(generate(split, folder));
    return eval::readDataset(folder);
}

CommandResult evaluate(const EvalArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto dataset, openDataset(arguments.dataset));
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

}  // namespace

void addEval(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("eval", "Measure a model on a data set");
    command->require_subcommand(1);
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
