#include "app/cli/tune_options.h"

#include <CLI/CLI.hpp>
#include <string>

namespace saysee::cli {

void addTuneOptions(CLI::App& command, training::TuneSettings& settings)
{
    command
        .add_option_function<std::string>(
            "--scope",
            [&settings](const std::string& name) {
                settings.scope = training::scopeNamed(name).value_or(settings.scope);
            },
            "What learns: how your voice and your words are heard (from pairs with a recording, best with corrected "
            "words); the prompts; or the sound channel with them (these learn from written pairs too)")
        ->check(CLI::IsMember({"voice", "prompts", "prompts+channel"}))
        ->default_str(std::string(training::scopeName(settings.scope)));
    command.add_option("--epochs", settings.epochs, "Times through all pairs, at most")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command.add_option("--batch", settings.batch, "Pairs; a voice takes 2")
        ->check(CLI::Range(2, 65'536))
        ->capture_default_str();
    command
        .add_option("--learning-rate", settings.learningRate,
                    "At its peak; prompts alone learn at 20 times this, a voice at 100 times")
        ->check(CLI::Range(1e-8, 1.0))
        ->capture_default_str();
    command
        .add_option("--sound-weight", settings.soundWeight,
                    "Of the sound channel's own loss; not for a voice, as the next four")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command.add_option("--inner-weight", settings.innerWeight, "Of the loss between words and sound")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command.add_option("--gallery-weight", settings.galleryWeight, "Of the loss against the library's other photos")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command
        .add_option("--temperature", settings.temperature, "Of the softmax; lower tells photos apart more sharply")
        ->check(CLI::Range(0.001, 1.0))
        ->capture_default_str();
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
