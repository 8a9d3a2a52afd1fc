#include "core/model/runtime/measure.h"

#include "core/base/temporary_folder.h"
#include "core/model/checkpoint/safetensors.h"

#include <algorithm>
#include <chrono>
#include <sys/resource.h>
#include <vector>

namespace saysee::model {

double medianMilliseconds(int runs, const std::function<void()>& work, const std::function<void()>& prepare)
{
    using Clock = std::chrono::steady_clock;
    prepare();
    work();
    std::vector<double> times;
    for (int run = 0; run < std::max(1, runs); ++run) {
        prepare();
        const auto start = Clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

double peakMegabytes()
{
    struct rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

double megabytes(const TensorMap& tensors)
{
    std::size_t bytes = 0;
    for (const auto& [name, tensor] : tensors)
        bytes += tensor.nbytes();
    return static_cast<double>(bytes) / (1024.0 * 1024.0);
}

base::Result<LoadTime> timeLoading(const TensorMap& tensors, int runs, const base::TaskContext& task,
                                   const std::function<base::Status(const TensorMap&)>& make)
{
    if (task.stopRequested())
        return base::cancelled();
    SAYSEE_ASSIGN(const auto folder, base::TemporaryFolder::make());
    const auto file = folder.path() / "model.safetensors";
    TensorMap halves;
    for (const auto& [name, tensor] : tensors)
        halves[name] = tensor.to(at::kHalf);
    SAYSEE_TRY(writeSafetensors(file, halves));
    LoadTime time {megabytes(halves), 0};
    halves.clear();
    base::Status made;
    time.milliseconds = medianMilliseconds(runs, [&] {
        const auto read = readSafetensors(file);
        if (made)
            made = read ? make(read->tensors) : tl::unexpected(read.error());
    });
    SAYSEE_TRY(made);
    return time;
}

}  // namespace saysee::model
