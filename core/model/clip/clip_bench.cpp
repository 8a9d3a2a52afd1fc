#include "core/model/clip_bench.h"

#include "core/model/clip/clip.h"
#include "core/model/devices.h"
#include "core/model/runtime/measure.h"
#include "core/model/runtime/torch_guard.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <functional>

namespace saysee::model {

namespace {

at::Tensor tokensOf(std::int64_t length, const ClipConfig& config)
{
    at::Tensor tokens = at::arange(1, length + 1, at::kLong).unsqueeze(0);  // [1, L]
    tokens[0][length - 1] = config.endToken;
    return tokens;
}

base::Result<ClipBench> run(std::string_view shape, const ClipBenchOptions& options, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const ClipConfig config, clipShape(std::string(shape)));
    SAYSEE_ASSIGN(const DeviceChoice device, chooseDevice(options.device, systemProbe()));
    at::set_num_threads(options.threads > 0 ? options.threads : physicalCores());
    const c10::InferenceMode inference;
    const at::Device place(device.name);
    const at::ScalarType type = place.is_cpu() ? at::kFloat : at::kHalf;
    TensorMap tensors;
    Weights weights = Weights::random(tensors, 1, at::TensorOptions(type).device(place));
    SAYSEE_ASSIGN(const ClipText text, ClipText::create(config, weights));
    SAYSEE_ASSIGN(const ClipVision vision, ClipVision::create(config, weights));

    ClipBench bench;
    bench.device = device.name;
    bench.deviceNote = device.note;
    bench.weightsMegabytes = megabytes(tensors);
    const at::Tensor pictures = at::rand({8, 3, config.imageSize, config.imageSize});
    const at::Tensor alone = pictures.narrow(0, 0, 1);
    const auto timed = [&](const std::function<at::Tensor()>& work) {
        return medianMilliseconds(options.runs, [&] { (void)work().cpu(); });  // waits for a GPU
    };
    if (task.stopRequested())
        return base::cancelled();
    bench.imagesPerSecondAlone = 1000.0 / timed([&] { return vision.encode(alone.to(place)); });
    if (task.stopRequested())
        return base::cancelled();
    bench.imagesPerSecondBatched = 8000.0 / timed([&] { return vision.encode(pictures.to(place)); });
    bench.shortTextMs = timed([&] { return text.encode(tokensOf(12, config)); });
    bench.fullTextMs = timed([&] { return text.encode(tokensOf(config.context, config)); });
    bench.peakMegabytes = peakMegabytes();
    SAYSEE_ASSIGN(const LoadTime load,
                  timeLoading(tensors, options.runs, task, [&](const TensorMap& read) -> base::Status {
                      Weights stored(read, "the bench's file", at::TensorOptions(type).device(place));
                      SAYSEE_TRY(ClipText::create(config, stored));
                      SAYSEE_TRY(ClipVision::create(config, stored));
                      return {};
                  }));
    bench.loadMs = load.milliseconds;
    bench.loadMegabytes = load.megabytes;
    return bench;
}

}  // namespace

base::Result<ClipBench> benchClip(std::string_view shape, const ClipBenchOptions& options,
                                  const base::TaskContext& task)
{
    return guarded([&] { return run(shape, options, task); });
}

}  // namespace saysee::model
