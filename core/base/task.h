// What long work needs from its caller: a way to be stopped and a way to say how far it is.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace saysee::base {

struct Progress {
    std::string phase;        // what is being done, for people: "Reading photos"
    std::uint64_t done = 0;
    std::uint64_t total = 0;  // 0: not known yet
};

// Called on the working thread; must be quick and must not throw.
using ProgressSink = std::function<void(const Progress&)>;

// Passed down by const reference, never stored beyond the call. A default one never stops and reports nowhere.
struct TaskContext {
    std::stop_token stop;
    ProgressSink report;

    [[nodiscard]] bool stopRequested() const { return stop.stop_requested(); }
    void progress(Progress value) const
    {
        if (report)
            report(value);
    }
};

inline tl::unexpected<Error> cancelled() { return fail(ErrorCode::Cancelled, "Stopped."); }

// Estimates the time left from the pace of the last half minute. Pure: the caller supplies the clock.
class PaceMeter {
public:
    using Clock = std::chrono::steady_clock;

    void update(Clock::time_point now, std::uint64_t done);
    // Items a second; empty until two updates are at least half a second apart.
    [[nodiscard]] std::optional<double> rate() const;
    [[nodiscard]] std::optional<std::chrono::seconds> timeLeft(std::uint64_t total) const;

private:
    struct Mark {
        Clock::time_point at;
        std::uint64_t done;
    };
    std::optional<Mark> m_oldest;
    std::optional<Mark> m_middle;
    std::optional<Mark> m_newest;
};

// "3 s", "2 min 10 s", "1 h 5 min".
[[nodiscard]] std::string describeDuration(std::chrono::seconds duration);

}  // namespace saysee::base
