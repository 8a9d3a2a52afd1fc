// How long the event loop was kept from serving a person, while a test does something else.
//
// Asserted is `blocked`: the time from one turn of a 5 ms timer to the next, less the timer's own 5 ms and less the
// time that the thread was ready to run but the machine gave its processors to others (second figure of
// /proc/thread-self/schedstat: kernel documentation, "Scheduler Statistics"). So waiting for a lock, a disk or
// another thread counts, and so does all work; what other programs take from a busy machine does not. `wall` is what
// really passed.
#pragma once

#include <QApplication>
#include <QTimer>
#include <QtDebug>
#include <algorithm>
#include <chrono>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace saysee::test {

// Milliseconds.
struct LoopGaps {
    double blocked = 0;
    double wall = 0;
    double event = 0;  // the longest single event, without what others took
    double eventRan = 0;  // its share of work; the rest was waiting
    QByteArray culprit;  // who got that event
};

class ProbedApplication : public QApplication {
public:
    ProbedApplication(int& argc, char** argv) : QApplication(argc, argv), m_statistics(openStatistics())
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kInterval);
        connect(&m_timer, &QTimer::timeout, this, [this] { turn(); });
    }
    ~ProbedApplication() override { close(m_statistics); }

    void startProbe()
    {
        m_gaps = {};
        m_last = now();
        m_timer.start();
    }
    [[nodiscard]] const LoopGaps& gaps() const { return m_gaps; }
    // Prints what it found, too.
    LoopGaps stopProbe()
    {
        turn();
        m_timer.stop();
        qInfo("event loop: at most %.1f ms blocked, %.1f ms by the clock; longest event %.1f ms, %.1f ms of it work "
              "(%s)",
              m_gaps.blocked, m_gaps.wall, m_gaps.event, m_gaps.eventRan, m_gaps.culprit.constData());
        return m_gaps;
    }

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0 || !m_timer.isActive())
            return QApplication::notify(receiver, event);
        const QByteArray who = receiver->metaObject()->className() + QByteArray(" event ")
            + QByteArray::number(static_cast<int>(event->type()));
        const Moment begin = now();
        ++m_depth;
        const bool result = QApplication::notify(receiver, event);
        --m_depth;
        const Moment end = now();
        if (const double taken = blocked(begin, end); taken > m_gaps.event) {
            m_gaps.event = taken;
            m_gaps.eventRan = end.ran - begin.ran;
            m_gaps.culprit = who;
        }
        return result;
    }

private:
    static constexpr std::chrono::milliseconds kInterval {5};
    struct Moment {
        double wall = 0;
        double ran = 0;
        double outOfTurn = 0;  // ready to run, but not running
    };

    static int openStatistics()
    {
        const std::string path = "/proc/self/task/" + std::to_string(gettid()) + "/schedstat";
        return open(path.c_str(), O_RDONLY | O_CLOEXEC);
    }
    [[nodiscard]] Moment now() const
    {
        using Milliseconds = std::chrono::duration<double, std::milli>;
        char text[96] = {};
        unsigned long long ran = 0;
        unsigned long long waited = 0;
        if (pread(m_statistics, text, sizeof(text) - 1, 0) > 0)
            std::sscanf(text, "%llu %llu", &ran, &waited);
        return {Milliseconds(std::chrono::steady_clock::now().time_since_epoch()).count(),
                static_cast<double>(ran) / 1e6, static_cast<double>(waited) / 1e6};
    }
    static double blocked(const Moment& from, const Moment& to)
    {
        return std::max(0.0, to.wall - from.wall - (to.outOfTurn - from.outOfTurn));
    }
    void turn()
    {
        const Moment moment = now();
        constexpr double interval = std::chrono::duration<double, std::milli>(kInterval).count();
        m_gaps.wall = std::max(m_gaps.wall, moment.wall - m_last.wall - interval);
        m_gaps.blocked = std::max(m_gaps.blocked, blocked(m_last, moment) - interval);
        m_last = moment;
    }

    int m_statistics;
    QTimer m_timer;
    LoopGaps m_gaps;
    Moment m_last;
    int m_depth = 0;
};

}  // namespace saysee::test
