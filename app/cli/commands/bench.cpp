// saysee bench: how fast the parts are on this machine, as figures and as ratios to a plain reference in the same
// run.
#include "app/bench/figures.h"
#include "app/cli/commands/commands.h"
#include "app/cli/tune_options.h"
#include "core/audio/microphone.h"
#include "core/audio/record_bench.h"
#include "core/index/index_bench.h"
#include "core/library/reading_bench.h"
#include "core/session/engine_api.h"
#include "core/session/engine_library.h"
#include "core/session/search_bench.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

namespace saysee::cli {

namespace {

using nlohmann::json;

struct ModelBench {
    std::string recogniserShape = "base";
    std::string imageTextShape = "vit-b-32";
    int runs = 5;
};

// One figure a line: "encoder_full_ms  812.3".
void printFigures(const json& figures, const Context& context)
{
    if (context.common.json) {
        context.printJson(figures);
        return;
    }
    for (const auto& item : figures.items()) {
        if (item.value().is_object()) {
            context.streams.out << item.key() << '\n';
            for (const auto& inner : item.value().items())
                context.streams.out << "  " << inner.key() << "  " << inner.value() << '\n';
        } else {
            context.streams.out << item.key() << "  " << item.value() << '\n';
        }
    }
}

CommandResult benchModel(const ModelBench& arguments, const Context& context)
{
    SAYSEE_ASSIGN(const session::EngineApi* api, session::engineApi());
    const auto task = context.task();
    SAYSEE_ASSIGN(const auto whisper,
                  api->benchWhisper(arguments.recogniserShape,
                                    {context.common.device, context.common.threads, arguments.runs}, task));
    SAYSEE_ASSIGN(const auto clip,
                  api->benchClip(arguments.imageTextShape,
                                 {context.common.device, context.common.threads, arguments.runs}, task));
    printFigures(modelFigures(whisper, arguments.recogniserShape, clip, arguments.imageTextShape), context);
    return kOk;
}

CommandResult benchRecord(const audio::RecordBenchOptions& options, const Context& context)
{
    audio::Microphone microphone;
    SAYSEE_ASSIGN(const auto bench, audio::benchRecord(microphone, options, context.task()));
    printFigures({{"key_to_first_sample_ms", bench.keyToFirstSampleMs},
                  {"key_to_first_sample_worst_ms", bench.keyToFirstSampleWorstMs},
                  {"drain_latency_ms", bench.drainLatencyMs},
                  {"dropped_frames", bench.droppedFrames},
                  {"recorded_seconds", bench.recordedSeconds},
                  {"cpu_share", bench.cpuShare}},
                 context);
    return kOk;
}

// What was asked for, with the options that all commands share.
template <class Options>
Options withCommon(Options options, const Context& context)
{
    options.seed = context.common.seed;
    if (context.common.threads > 0)
        options.index.threads = context.common.threads;
    return options;
}

struct IndexBench {
    index::IndexBenchOptions index;
    library::ReadingBenchOptions reading;
};

CommandResult benchIndex(const IndexBench& options, const Context& context)
{
    SAYSEE_ASSIGN(const auto report, index::benchIndex(withCommon(options.index, context), context.task()));
    json figures = index::toJson(report);
    if (options.reading.photos > 0) {
        library::ReadingBenchOptions chosen = options.reading;
        if (context.common.threads > 0)
            chosen.threads = context.common.threads;
        SAYSEE_ASSIGN(const auto reading, library::benchReading(chosen, context.task()));
        figures["reading"] = library::toJson(reading);
    }
    printFigures(figures, context);
    return kOk;
}

CommandResult benchSearch(const session::SearchBenchOptions& options, const Context& context)
{
    SAYSEE_ASSIGN(const auto report, session::benchSearch(withCommon(options, context), context.task()));
    printFigures(session::toJson(report), context);
    return kOk;
}

CommandResult benchTune(training::TuneBenchOptions options, const Context& context)
{
    SAYSEE_ASSIGN(const session::EngineApi* api, session::engineApi());
    options.device = context.common.device;
    options.threads = context.common.threads;
    options.settings.seed = context.common.seed;
    SAYSEE_ASSIGN(const auto bench, api->benchTune(options, context.task()));
    printFigures(tuneFigures(bench, options), context);
    return kOk;
}

constexpr auto kRecogniserShapes = "tiny, base, small, medium, large-v3, turbo";
constexpr auto kImageTextShapes = "vit-b-32, vit-b-16, vit-l-14";

void addModelBench(CLI::App& command, Context& context, const Choose& choose)
{
    auto* model = command.add_subcommand("model", "Recogniser and image-text model with random weights");
    const auto options = std::make_shared<ModelBench>();
    model->add_option("--recogniser-shape", options->recogniserShape, kRecogniserShapes)->capture_default_str();
    model->add_option("--image-text-shape", options->imageTextShape, kImageTextShapes)->capture_default_str();
    model->add_option("--runs", options->runs, "Runs of each figure; the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    model->callback([=, &context] { choose([=, &context] { return benchModel(*options, context); }); });
}

void addRecordBench(CLI::App& command, Context& context, const Choose& choose)
{
    auto* record = command.add_subcommand("record", "The default microphone");
    const auto options = std::make_shared<audio::RecordBenchOptions>();
    record->add_option("--takes", options->takes, "Takes")->check(CLI::Range(1, 100))->capture_default_str();
    record
        ->add_option_function<int>(
            "--seconds", [options](int seconds) { options->takeDuration = std::chrono::seconds(seconds); },
            "Length of a take")
        ->check(CLI::Range(1, 60))
        ->default_str("2");
    record->callback([=, &context] { choose([=, &context] { return benchRecord(*options, context); }); });
}

void addIndexBench(CLI::App& command, Context& context, const Choose& choose)
{
    auto* index =
        command.add_subcommand("index", "The search index, with clustered random vectors; and reading photos");
    const auto options = std::make_shared<IndexBench>();
    index->add_option("--vectors", options->index.vectors, "Vectors")->capture_default_str();
    index->add_option("--dim", options->index.dimension, "Dimensions")
        ->check(CLI::Range(8, 8192))
        ->capture_default_str();
    index->add_option("--queries", options->index.queries, "Queries")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    index->add_option("--photos", options->reading.photos, "JPEGs of 12 megapixels to read without encoding; 0: none")
        ->check(CLI::Range(0, 100'000))
        ->capture_default_str();
    index->callback([=, &context] { choose([=, &context] { return benchIndex(*options, context); }); });
}

void addSearchBench(CLI::App& command, Context& context, const Choose& choose)
{
    auto* search = command.add_subcommand("search", "A whole library of made-up photos: searching and scanning it");
    const auto options = std::make_shared<session::SearchBenchOptions>();
    search->add_option("--photos", options->photos, "Photos")->capture_default_str();
    search->add_option("--dim", options->dimension, "Dimensions of their vectors")
        ->check(CLI::Range(8, 4096))
        ->capture_default_str();
    search->add_option("--queries", options->queries, "Queries")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    search->callback([=, &context] { choose([=, &context] { return benchSearch(*options, context); }); });
}

void addTuneBench(CLI::App& command, Context& context, const Choose& choose)
{
    auto* tune = command.add_subcommand("tune", "Tuning on cached pairs, with random weights");
    const auto options = std::make_shared<training::TuneBenchOptions>();
    tune->add_option("--pairs", options->pairs, "Pairs")->check(CLI::Range(10, 1'000'000))->capture_default_str();
    tune->add_option("--recogniser-shape", options->recogniserShape, kRecogniserShapes)->capture_default_str();
    tune->add_option("--image-text-shape", options->imageTextShape, kImageTextShapes)->capture_default_str();
    addTuneOptions(*tune, options->settings);
    tune->callback([=, &context] { choose([=, &context] { return benchTune(*options, context); }); });
}

}  // namespace

void addBench(CLI::App& app, Context& context, const Choose& choose)
{
    auto* command = app.add_subcommand("bench", "Measure the parts on this machine");
    command->require_subcommand(1);
    command->fallthrough();
    for (const auto add : {addTuneBench, addModelBench, addRecordBench, addIndexBench, addSearchBench})
        add(*command, context, choose);
}

}  // namespace saysee::cli
