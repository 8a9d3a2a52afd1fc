// saysee-pretrain: trains the networks of a pack, one stage at a time. Ctrl-C saves and stops; the same command goes
// on.
#include "core/base/blas_kernels.h"
#include "core/training/pretrain.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <thread>

using namespace saysee;

namespace {

std::atomic<bool> g_interrupted = false;  // a signal handler can touch nothing else

// Prints a line when a second has passed since the last one.
class Console {
public:
    void operator()(const base::Progress& progress)
    {
        const auto now = base::PaceMeter::Clock::now();
        m_pace.update(now, progress.done);
        if (now - m_printed < std::chrono::seconds(1) && progress.done != progress.total)
            return;
        m_printed = now;
        const auto left = m_pace.timeLeft(progress.total);
        std::fprintf(stderr, "\r%s: %llu of %llu%s%s   ", progress.phase.c_str(),
                     static_cast<unsigned long long>(progress.done), static_cast<unsigned long long>(progress.total),
                     left ? ", left: " : "", left ? base::describeDuration(*left).c_str() : "");
    }

private:
    base::PaceMeter m_pace;
    base::PaceMeter::Clock::time_point m_printed;
};

base::Status train(const training::PretrainOptions& options)
{
    std::stop_source source;
    std::signal(SIGINT, [](int) { g_interrupted = true; });
    std::signal(SIGTERM, [](int) { g_interrupted = true; });
    Console console;
    base::TaskContext task;
    task.stop = source.get_token();
    task.report = [&](const base::Progress& progress) {
        if (g_interrupted)
            source.request_stop();
        console(progress);
    };
    const auto status = training::pretrain(options, task);
    std::fputc('\n', stderr);
    return status;
}

constexpr int kFailure = 1;
constexpr int kStopped = 130;

int report(const base::Status& status)
{
    if (status)
        return 0;
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    if (!status.error().detail.empty())
        std::fprintf(stderr, "  %s\n", status.error().detail.c_str());
    return status.error().code == base::ErrorCode::Cancelled ? kStopped : kFailure;
}

}  // namespace

int main(int argc, char** argv)
{
    base::beginWithFittingBlasKernels(argv);
    const std::map<std::string, training::PretrainStage> stages = {
        {"image-text", training::PretrainStage::ImageText},
        {"recogniser", training::PretrainStage::Recogniser},
        {"head", training::PretrainStage::Head}};
    training::PretrainOptions options;
    std::string recipe;
    CLI::App app(
        "Trains the networks of a pack from data on disk. Run the stages in the order image-text, recogniser, "
        "head; a stage that was stopped goes on where it was.");
    app.add_option("stage", options.stage, "image-text, recogniser or head")
        ->required()
        ->transform(CLI::CheckedTransformer(stages));
    app.add_option("--recipe", recipe, "JSON file with the networks' sizes and the training settings")->required();
    app.add_option("--data", options.folders.data, "Folder with the splits train and validation")->required();
    app.add_option("--pack", options.folders.pack, "Folder of the pack, which holds the tokenizer files")->required();
    app.add_option("--work", options.folders.work, "Folder for checkpoints, curves and cached features")->required();
    app.add_option("--device", options.device, "cpu, cuda or cuda:N");
    app.add_option("--threads", options.threads, "Of the CPU")->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);

    const auto settings = training::readPretrainSettings(recipe);
    if (!settings)
        return report(tl::unexpected<base::Error>(settings.error()));
    options.settings = *settings;
    return report(train(options));
}
