#include "app/gui/start_clock.h"

#include <QFile>
#include <ctime>
#include <unistd.h>

namespace saysee::gui {

namespace {

double milliseconds(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// Since the process was made: starttime of proc(5), in clock ticks since the machine was started.
double processAge()
{
    constexpr int kStartTime = 22 - 3;  // the first two fields end with the last parenthesis
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = stat.readAll();
    const QByteArray ticks = line.mid(line.lastIndexOf(')') + 2).split(' ').value(kStartTime);
    return milliseconds(CLOCK_BOOTTIME) - ticks.toDouble() * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

StartClock::StartClock(ui::MainWindow& window)
{
    connect(&window, &ui::MainWindow::onScreen, this,
            [this] { Q_EMIT painted(processAge(), milliseconds(CLOCK_PROCESS_CPUTIME_ID)); });
}

}  // namespace saysee::gui
