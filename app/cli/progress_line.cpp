#include "app/cli/progress_line.h"

#include <cmath>
#include <iomanip>
#include <ostream>
#include <sstream>

namespace saysee::cli {

using namespace std::chrono_literals;

std::string progressText(const base::Progress& progress, const base::PaceMeter& pace)
{
    std::ostringstream text;
    text << progress.phase;
    if (progress.total > 0) {
        text << ": " << progress.done << " of " << progress.total << " (" << progress.done * 100 / progress.total
             << " %)";
    } else if (progress.done > 0) {
        text << ": " << progress.done;
    }
    if (const auto rate = pace.rate())
        text << ", " << std::setprecision(*rate < 10 ? 2 : 4) << *rate << " a second";
    if (const auto left = progress.total > 0 ? pace.timeLeft(progress.total) : std::nullopt)
        text << ", " << base::describeDuration(*left) << " left";
    return text.str();
}

ProgressLine::~ProgressLine()
{
    if (m_dirty)
        m_out << "\r\033[K" << std::flush;
}

void ProgressLine::show(const base::Progress& progress)
{
    const auto now = base::PaceMeter::Clock::now();
    if (progress.phase != m_phase) {
        m_phase = progress.phase;
        m_pace = {};
        m_lastShown = m_terminal ? base::PaceMeter::Clock::time_point {} : now;
    }
    m_pace.update(now, progress.done);
    if (now - m_lastShown < (m_terminal ? 100ms : 5000ms))
        return;
    m_lastShown = now;
    const std::string text = progressText(progress, m_pace);
    if (m_terminal)
        m_out << "\r\033[K" << text << std::flush;
    else
        m_out << text << std::endl;
    m_dirty = m_terminal;
}

}  // namespace saysee::cli
