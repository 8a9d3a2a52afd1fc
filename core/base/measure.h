// What benches are made of: time that passed, time that processors spent, and where the middle of many figures lies.
#pragma once

#include <chrono>
#include <vector>

namespace saysee::base {

// Started when it is made. Processor time is that of all threads of this process (getrusage(2)): unlike the time that
// passed, it hardly depends on what else the machine does.
class Stopwatch {
public:
    Stopwatch();

    [[nodiscard]] double milliseconds() const;
    [[nodiscard]] double seconds() const { return milliseconds() / 1000; }
    [[nodiscard]] double processorSeconds() const;

private:
    std::chrono::steady_clock::time_point m_start;
    double m_processorStart;
};

// The value below which this share (0..1) of the others lies; 0 for none.
[[nodiscard]] double quantile(std::vector<double> values, double share);
[[nodiscard]] inline double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

}  // namespace saysee::base
