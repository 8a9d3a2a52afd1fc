// Sound backends write pages of complaints to standard error while they look for devices (every absent JACK server
// and ALSA name). They mean nothing to a person, and neither PortAudio nor JACK lets a program turn them off.
#pragma once

#include <fcntl.h>
#include <unistd.h>

namespace saysee::audio {

// Standard error of the whole process goes nowhere while this lives; keep it to the one call that is noisy.
class QuietStderr {
public:
    QuietStderr() : m_saved(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3))
    {
        const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (m_saved >= 0 && nowhere >= 0)
            ::dup2(nowhere, STDERR_FILENO);
        if (nowhere >= 0)
            ::close(nowhere);
    }
    ~QuietStderr()
    {
        if (m_saved < 0)
            return;
        ::dup2(m_saved, STDERR_FILENO);
        ::close(m_saved);
    }
    QuietStderr(const QuietStderr&) = delete;
    QuietStderr& operator=(const QuietStderr&) = delete;

private:
    int m_saved;
};

}  // namespace saysee::audio
