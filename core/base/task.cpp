#include "core/base/task.h"

namespace saysee::base {

using namespace std::chrono_literals;

void PaceMeter::update(Clock::time_point now, std::uint64_t done)
{
    const Mark mark{now, done};
    m_newest = mark;
    if (!m_oldest)
        m_oldest = m_middle = mark;
    // Two staggered marks make a window of 15 to 30 s without keeping every update.
    if (now - m_middle->at >= 15s) {
        m_oldest = m_middle;
        m_middle = mark;
    }
}

std::optional<double> PaceMeter::rate() const
{
    if (!m_oldest || !m_newest || m_newest->at - m_oldest->at < 500ms || m_newest->done <= m_oldest->done)
        return std::nullopt;
    const std::chrono::duration<double> span = m_newest->at - m_oldest->at;
    return static_cast<double>(m_newest->done - m_oldest->done) / span.count();
}

std::optional<std::chrono::seconds> PaceMeter::timeLeft(std::uint64_t total) const
{
    const auto pace = rate();
    if (!pace || total < m_newest->done)
        return std::nullopt;
    return std::chrono::seconds(static_cast<std::int64_t>(static_cast<double>(total - m_newest->done) / *pace));
}

std::string describeDuration(std::chrono::seconds duration)
{
    const auto seconds = duration.count();
    if (seconds < 60)
        return std::to_string(seconds) + " s";
    if (seconds < 3600)
        return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
    return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

}  // namespace saysee::base
