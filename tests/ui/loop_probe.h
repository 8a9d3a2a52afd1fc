// The longest time that one event kept the event loop, in processor time: what other programs take from a busy
// machine is not ours to answer for.
#pragma once

#include <QApplication>
#include <algorithm>
#include <ctime>

namespace saysee::test {

class ProbedApplication : public QApplication {
public:
    using QApplication::QApplication;

    void startProbe() { m_longest = 0; }
    [[nodiscard]] double longestMilliseconds() const { return m_longest; }

    bool notify(QObject* receiver, QEvent* event) override
    {
        const bool outermost = m_depth++ == 0;
        const double begin = outermost ? now() : 0;
        const bool result = QApplication::notify(receiver, event);
        --m_depth;
        if (outermost)
            m_longest = std::max(m_longest, now() - begin);
        return result;
    }

private:
    static double now()
    {
        timespec time {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }

    int m_depth = 0;
    double m_longest = 0;
};

}  // namespace saysee::test
