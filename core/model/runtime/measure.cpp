#include "core/model/runtime/measure.h"

#include <algorithm>
#include <chrono>
#include <sys/resource.h>
#include <vector>

namespace saysee::model {

double medianMilliseconds(int runs, const std::function<void()>& work)
{
    using Clock = std::chrono::steady_clock;
    work();
    std::vector<double> times;
    for (int run = 0; run < std::max(1, runs); ++run) {
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

}  // namespace saysee::model
