// saysee-picturebook: makes the picturebook world's data, vocabularies, pack and sample library.
#include "models/picturebook/recipe/data/dataset.h"
#include "models/picturebook/recipe/data/pack.h"
#include "models/picturebook/recipe/data/sample.h"
#include "models/picturebook/recipe/data/scenarios.h"
#include "models/picturebook/recipe/data/shards.h"
#include "models/picturebook/recipe/scene/vocabulary.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

using namespace saysee;
using namespace saysee::picturebook;

namespace {

struct Options {
    std::string out;
    ShardPlan shards;
    DatasetPlan dataset;
    SamplePlan sample;
    int seeds = 5;
    std::uint64_t vocabularySeed = 1;
    int pictureSide = 80;
};

using Action = std::function<base::Status(const Options&)>;

base::TaskContext consoleTask()
{
    base::TaskContext task;
    task.report = [](const base::Progress& progress) {
        std::fprintf(stderr, "\r%s: %llu of %llu ", progress.phase.c_str(),
                     static_cast<unsigned long long>(progress.done), static_cast<unsigned long long>(progress.total));
        if (progress.done == progress.total)
            std::fputc('\n', stderr);
    };
    return task;
}

base::Status makeShards(const Options& options)
{
    return writeShards(std::filesystem::path(options.out) / name(options.shards.split), options.shards,
                       consoleTask());
}

base::Status makeVocabularies(const Options& options)
{
    const WordCounts words = countWords(20'000, options.vocabularySeed);
    std::fprintf(stderr, "%zu words\n", words.size());
    SAYSEE_TRY(writeClipVocabulary(std::filesystem::path(options.out) / "image-text", words));
    return writeWhisperVocabulary(std::filesystem::path(options.out) / "recogniser", words);
}

CLI::App* addCommand(CLI::App& app, const char* name, const char* what, Options& options, Action& action, Action does)
{
    CLI::App* command = app.add_subcommand(name, what);
    command->add_option("--out", options.out, "Folder to write into")->required();
    command->callback([&action, does = std::move(does)] { action = does; });
    return command;
}

void addSplit(CLI::App& command, Split& split)
{
    static const std::map<std::string, Split> names = {
        {"train", Split::Train}, {"validation", Split::Validation}, {"test", Split::Test}};
    command.add_option("--split", split, "train, validation or test")->transform(CLI::CheckedTransformer(names));
}

void addCommands(CLI::App& app, Options& options, Action& action)
{
    CLI::App* shards =
        addCommand(app, "shards", "Write training data for saysee-pretrain", options, action, makeShards);
    addSplit(*shards, options.shards.split);
    shards->add_option("--scenes", options.shards.scenes, "Pictures without a pair")->check(CLI::PositiveNumber);
    shards->add_option("--tone-pairs", options.shards.tonePairs, "Pairs of a bright and a gloomy picture");
    shards->add_option("--utterances", options.shards.utterances, "Spoken captions");
    shards->add_option("--other", options.shards.otherUtterances, "Clips of speech and music about no picture");
    shards->add_option("--noises", options.shards.noises, "Noise recordings of ten seconds");
    shards->add_option("--side", options.shards.pictureSide, "Pixels")->check(CLI::Range(16, 1024));
    shards->add_option("--seed", options.shards.seed);
    shards->add_option("--threads", options.shards.threads);

    CLI::App* vocabulary = addCommand(app, "vocabulary", "Train both vocabularies on captions of the training split",
                                      options, action, makeVocabularies);
    vocabulary->add_option("--seed", options.vocabularySeed);

    CLI::App* dataset = addCommand(app, "dataset", "Write the test set as JPEG and FLAC files", options, action,
                                   [](const Options& o) { return writeDataset(o.out, o.dataset, consoleTask()); });
    addSplit(*dataset, options.dataset.split);
    dataset->add_option("--pictures", options.dataset.pictures)->check(CLI::PositiveNumber);
    dataset->add_option("--tone-pairs", options.dataset.tonePairs);
    dataset->add_option("--bad-clips", options.dataset.badClips, "Of each kind");
    dataset->add_option("--seed", options.dataset.seed);
    dataset->add_option("--threads", options.dataset.threads);

    CLI::App* scenarios = addCommand(
        app, "scenarios", "Add people who tune to the folder of a test set", options, action, [](const Options& o) {
            return writeScenarios(o.out, {.dataset = o.dataset, .seeds = o.seeds}, consoleTask());
        });
    addSplit(*scenarios, options.dataset.split);
    scenarios->add_option("--seeds", options.seeds, "People in each scenario")->check(CLI::Range(1, 100));

    CLI::App* sample = addCommand(app, "sample", "Write the sample library", options, action,
                                  [](const Options& o) { return writeSample(o.out, o.sample); });
    sample->add_option("--photos", options.sample.photos)->check(CLI::PositiveNumber);
    sample->add_option("--queries", options.sample.queries);
    sample->add_option("--seed", options.sample.seed);

    CLI::App* manifest = addCommand(app, "manifest", "Write pack.json of a trained pack", options, action,
                                    [](const Options& o) { return writeManifest(o.out, o.pictureSide); });
    manifest->add_option("--side", options.pictureSide, "Pixels");
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app("Makes the picturebook world: pictures, speech, vocabularies, the pack and the sample library.");
    app.require_subcommand(1);
    Options options;
    Action action;
    addCommands(app, options, action);
    CLI11_PARSE(app, argc, argv);
    if (const base::Status status = action(options); !status) {
        std::fprintf(stderr, "%s\n", status.error().message.c_str());
        return 1;
    }
    return 0;
}
