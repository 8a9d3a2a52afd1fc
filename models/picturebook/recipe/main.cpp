// saysee-picturebook: makes the picturebook world's data, vocabularies, pack and sample library.
#include "models/picturebook/recipe/shards.h"
#include "models/picturebook/recipe/vocabulary.h"

#include <CLI/CLI.hpp>
#include <cstdio>

using namespace saysee;

namespace {

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

void addShards(CLI::App& app, std::function<base::Status()>& action)
{
    static picturebook::ShardPlan plan;
    static std::string out;
    static std::string split = "train";
    CLI::App* command = app.add_subcommand("shards", "Write training data for saysee-pretrain");
    command->add_option("--out", out, "Folder of the data set; the split's own folder is made inside")->required();
    command->add_option("--split", split, "train, validation or test")
        ->check(CLI::IsMember({"train", "validation", "test"}));
    command->add_option("--scenes", plan.scenes, "Pictures without a pair")->check(CLI::PositiveNumber);
    command->add_option("--tone-pairs", plan.tonePairs, "Pairs of a bright and a gloomy picture");
    command->add_option("--utterances", plan.utterances, "Spoken captions");
    command->add_option("--noises", plan.noises, "Noise recordings of ten seconds");
    command->add_option("--side", plan.pictureSide, "Pixels")->check(CLI::Range(16, 1024));
    command->add_option("--seed", plan.seed);
    command->add_option("--threads", plan.threads);
    command->callback([&action] {
        action = [] {
            plan.split = split == "train" ? picturebook::Split::Train
                : split == "validation"   ? picturebook::Split::Validation
                                          : picturebook::Split::Test;
            return picturebook::writeShards(std::filesystem::path(out) / split, plan, consoleTask());
        };
    });
}

void addVocabulary(CLI::App& app, std::function<base::Status()>& action)
{
    static std::string out;
    static std::uint64_t seed = 1;
    CLI::App* command = app.add_subcommand("vocabulary", "Train both vocabularies on captions of the training split");
    command->add_option("--out", out, "Folder of the pack; recogniser/ and image-text/ are made inside")->required();
    command->add_option("--seed", seed);
    command->callback([&action] {
        action = []() -> base::Status {
            const picturebook::WordCounts words = picturebook::countWords(20'000, seed);
            std::fprintf(stderr, "%zu words\n", words.size());
            SAYSEE_TRY(picturebook::writeClipVocabulary(std::filesystem::path(out) / "image-text", words));
            return picturebook::writeWhisperVocabulary(std::filesystem::path(out) / "recogniser", words);
        };
    });
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app("Makes the picturebook world: pictures, speech, vocabularies, the pack and the sample library.");
    app.require_subcommand(1);
    std::function<base::Status()> action;
    addShards(app, action);
    addVocabulary(app, action);
    CLI11_PARSE(app, argc, argv);
    if (const base::Status status = action(); !status) {
        std::fprintf(stderr, "%s\n", status.error().message.c_str());
        return 1;
    }
    return 0;
}
