// saysee-bench: `saysee bench model` and `saysee bench tune` where only the networks are built, on a GPU machine say.
// Prints one JSON document.
#include "app/bench/figures.h"
#include "core/base/blas_kernels.h"

#include <CLI/CLI.hpp>
#include <iostream>

using namespace saysee;

namespace {

struct Options {
    std::string device = "auto";
    int threads = 0;
    int runs = 5;
    std::string recogniserShape = "base";
    std::string imageTextShape = "vit-b-32";
    training::TuneBenchOptions tune;
};

base::Result<nlohmann::json> benchModel(const Options& options)
{
    SAYSEE_ASSIGN(const auto recogniser,
                  model::benchWhisper(options.recogniserShape, {options.device, options.threads, options.runs}));
    SAYSEE_ASSIGN(const auto imageText,
                  model::benchClip(options.imageTextShape, {options.device, options.threads, options.runs}));
    return modelFigures(recogniser, options.recogniserShape, imageText, options.imageTextShape);
}

base::Result<nlohmann::json> benchTune(const Options& options)
{
    training::TuneBenchOptions tune = options.tune;
    tune.device = options.device;
    tune.threads = options.threads;
    tune.recogniserShape = options.recogniserShape;
    tune.imageTextShape = options.imageTextShape;
    SAYSEE_ASSIGN(const auto bench, training::benchTune(tune));
    return tuneFigures(bench, tune);
}

}  // namespace

int main(int argc, char** argv)
{
    saysee::base::beginWithFittingBlasKernels(argv);
    Options options;
    CLI::App app("Measures the networks on this machine, with random weights of published shapes.");
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_option("--threads", options.threads, "Of the CPU; 0: one for each core")->check(CLI::Range(0, 1024));
    app.add_option("--recogniser-shape", options.recogniserShape, "tiny, base, small, medium, large-v3, turbo")
        ->capture_default_str();
    app.add_option("--image-text-shape", options.imageTextShape, "vit-b-32, vit-b-16, vit-l-14")
        ->capture_default_str();
    auto* model = app.add_subcommand("model", "Recogniser and image-text model");
    model->add_option("--runs", options.runs, "Runs of each figure; the median counts")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    auto* tune = app.add_subcommand("tune", "Tuning on cached pairs");
    tune->add_option("--pairs", options.tune.pairs, "Pairs")->check(CLI::Range(10, 1'000'000))->capture_default_str();
    tune->add_option("--epochs", options.tune.settings.epochs, "Times through all pairs")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    const auto figures = *model ? benchModel(options) : benchTune(options);
    if (!figures) {
        std::cerr << "saysee-bench: " << figures.error().message << '\n' << figures.error().detail << '\n';
        return 1;
    }
    std::cout << figures->dump(2) << '\n';
    return 0;
}
