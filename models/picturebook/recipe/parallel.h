// Runs independent items on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace saysee::picturebook {

// Calls work(i) for 0 <= i < count, each exactly once, on `threads` threads (0: one a core). The calls must not
// throw.
inline void inParallel(int count, int threads, const std::function<void(int)>& work)
{
    if (threads <= 0)
        threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    std::atomic<int> next = 0;
    std::vector<std::jthread> pool;
    for (int t = 0; t < std::min(threads, count); ++t)
        pool.emplace_back([&] {
            for (int i = next++; i < count; i = next++)
                work(i);
        });
}

}  // namespace saysee::picturebook
