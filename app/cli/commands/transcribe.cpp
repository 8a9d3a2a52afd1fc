// saysee transcribe FILE: what the recogniser hears.
#include "app/cli/commands/commands.h"
#include "app/cli/inputs.h"
#include "app/cli/json_values.h"
#include "core/audio/voice_activity.h"
#include "core/session/engine_library.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

struct TranscribeArguments {
    std::string file;
    model::TranscribeOptions options;
};

void printText(const model::Transcript& transcript, const TranscribeArguments& arguments, std::ostream& out)
{
    if (arguments.options.timestamps) {
        for (const auto& segment : transcript.segments)
            out << segment.startSeconds << "\t" << segment.endSeconds << "\t" << segment.text << '\n';
        return;
    }
    for (const auto& hypothesis : transcript.hypotheses) {
        if (transcript.hypotheses.size() > 1)
            out << hypothesis.averageLogProb << '\t';
        out << hypothesis.text << '\n';
    }
}

CommandResult noSpeech(const std::string& file)
{
    return base::fail(base::ErrorCode::AudioUnusable, "No speech was found in " + file + ".");
}

CommandResult transcribe(const TranscribeArguments& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const auto clip, readClip(arguments.file, context));
    SAYSEE_ASSIGN(const auto activity, audio::detectSpeech(clip.view()));
    if (!activity.hasSpeech())
        return noSpeech(arguments.file);
    SAYSEE_ASSIGN(const auto spec, context.engineSpec());
    SAYSEE_ASSIGN(const auto engine, session::loadEngine(spec, context.task()));
    model::TranscribeOptions options = arguments.options;
    options.seed = context.common.seed;
    options.beamSize = std::max(options.beamSize, options.nBest);
    SAYSEE_ASSIGN(const auto transcript, engine->transcribe(clip, options, context.task()));
    if (context.common.json) {
        auto document = toJson(transcript);
        document["file"] = arguments.file;
        document["seconds"] = clip.seconds();
        context.printJson(std::move(document));
    } else if (!transcript.noSpeech) {
        printText(transcript, arguments, context.streams.out);
    }
    if (transcript.noSpeech)
        return noSpeech(arguments.file);
    return kOk;
}

}  // namespace

void addTranscribe(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("transcribe", "Write down what is said in an audio file");
    const auto arguments = std::make_shared<TranscribeArguments>();
    auto& options = arguments->options;
    command->add_option("FILE", arguments->file, "Audio file; - reads standard input")->type_name("")->required();
    command->add_option("--nbest", options.nBest, "Also print the N best alternatives")->check(CLI::Range(1, 50));
    command->add_option("--beam", options.beamSize, "Beam size; 1 is greedy")->check(CLI::Range(1, 50));
    command->add_option("--language", options.language, "Language of the speech, such as en; detected when absent")
        ->type_name("CODE");
    command->add_flag("--timestamps", options.timestamps, "Print segments with their start and end in seconds");
    command->callback([=, &context] { choose([=, &context] { return transcribe(*arguments, context); }); });
}

}  // namespace saysee::cli
