#include "core/training/pretrain.h"

#include "core/training/pretrain/head_stage.h"
#include "core/training/pretrain/image_text_stage.h"
#include "core/training/pretrain/recogniser_stage.h"
#include "core/training/pretrain/run_stage.h"

#include <ATen/Parallel.h>

namespace saysee::training {

using base::ErrorCode;

namespace {

base::Status runNamed(const PretrainOptions& options, const at::Device& device, const base::TaskContext& task)
{
    switch (options.stage) {
    case PretrainStage::ImageText: {
        SAYSEE_ASSIGN(const auto stage, makeImageTextStage(options.settings.imageText, options.folders, device));
        return runStage(*stage, options.settings.imageText.run, options.folders.work, task);
    }
    case PretrainStage::Recogniser: {
        SAYSEE_ASSIGN(const auto stage, makeRecogniserStage(options.settings.recogniser, options.folders, device));
        return runStage(*stage, options.settings.recogniser.run, options.folders.work, task);
    }
    case PretrainStage::Head: {
        SAYSEE_ASSIGN(const auto stage, makeHeadStage(options.settings, options.folders, options.device, task));
        return runStage(*stage, options.settings.head.run, options.folders.work, task);
    }
    }
    return base::fail(ErrorCode::InvalidArgument, "There is no such stage.");
}

}  // namespace

base::Status pretrain(const PretrainOptions& options, const base::TaskContext& task)
{
    std::error_code error;
    std::filesystem::create_directories(options.folders.work, error);
    if (error)
        return base::fail(ErrorCode::Io, "The folder " + options.folders.work.string() + " cannot be made.",
                          error.message());
    try {
        at::set_num_threads(options.threads);
        return runNamed(options, at::Device(options.device), task);
    } catch (const c10::OutOfMemoryError& failure) {
        return base::fail(ErrorCode::OutOfMemory, "The device has too little memory; use a smaller batch.",
                          failure.what_without_backtrace());
    } catch (const c10::Error& failure) {
        return base::fail(ErrorCode::Internal, "Training failed inside LibTorch.", failure.what_without_backtrace());
    } catch (const std::bad_alloc&) {
        return base::fail(ErrorCode::OutOfMemory, "There is too little memory; use a smaller batch.");
    }
}

}  // namespace saysee::training
