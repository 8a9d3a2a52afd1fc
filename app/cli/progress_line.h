// Progress on a terminal: one line, rewritten; elsewhere a line every few seconds.
#pragma once

#include "core/base/task.h"

#include <iosfwd>
#include <string>

namespace saysee::cli {

// The line's text: "Reading photos: 120 of 4000 (3 %), 25 a second, 2 min 35 s left".
[[nodiscard]] std::string progressText(const base::Progress& progress, const base::PaceMeter& pace);

// Threading: one thread at a time.
class ProgressLine {
public:
    ProgressLine(std::ostream& out, bool terminal) : m_out(out), m_terminal(terminal) { }
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const base::Progress& progress);

private:
    std::ostream& m_out;
    bool m_terminal;
    std::string m_phase;
    base::PaceMeter m_pace;
    base::PaceMeter::Clock::time_point m_lastShown {};
    bool m_dirty = false;  // an unfinished line stands on the terminal
};

}  // namespace saysee::cli
