#include "app/cli/tune_options.h"

#include <CLI/CLI.hpp>
#include <map>

namespace saysee::cli {

void addTuneOptions(CLI::App& command, training::TuneSettings& settings)
{
    using training::TuneScope;
    static const std::map<std::string, TuneScope> scopes = {{"prompts", TuneScope::Prompts},
                                                            {"prompts+channel", TuneScope::PromptsAndChannel}};
    command.add_option("--scope", settings.scope, "prompts (a few kilobytes) or prompts+channel (the whole head)")
        ->transform(CLI::CheckedTransformer(scopes));
    command.add_option("--epochs", settings.epochs)->check(CLI::Range(1, 10'000))->capture_default_str();
    command.add_option("--batch", settings.batch, "Pairs")->check(CLI::Range(2, 65'536))->capture_default_str();
    command.add_option("--learning-rate", settings.learningRate, "At its peak")
        ->check(CLI::Range(1e-8, 1.0))
        ->capture_default_str();
    command.add_option("--sound-weight", settings.soundWeight, "Of the sound channel's own loss")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command.add_option("--inner-weight", settings.innerWeight, "Of the loss between words and sound")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command.add_option("--gallery-weight", settings.galleryWeight, "Of the loss against the library's other photos")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command.add_option("--temperature", settings.temperature)->check(CLI::Range(0.001, 1.0))->capture_default_str();
    command
        .add_flag_callback("--learn-temperature",
                           [&settings] { settings.temperatureRule = training::Temperature::Learned; })
        ->description("Learn the temperature with the rest");
    command.add_option("--patience", settings.patience, "Epochs without a better score before it ends")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command.add_option("--stop-by", settings.shares.stop, "Share of the pairs that say when to stop")
        ->check(CLI::Range(0.05, 0.4))
        ->capture_default_str();
    command.add_option("--held-out", settings.shares.judge, "Share of the pairs to judge by")
        ->check(CLI::Range(0.05, 0.5))
        ->capture_default_str();
}

}  // namespace saysee::cli
