#include "core/library/indexing/index_lock.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace saysee::library {

base::Result<IndexLock> IndexLock::take(const std::filesystem::path& library)
{
    const auto path = library / "indexing.lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return base::fail(base::ErrorCode::Io, "Cannot create " + path.string() + ": " + std::strerror(errno) + ".");
    IndexLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0)
        return base::fail(base::ErrorCode::Busy, "This library is being indexed already; wait for it to finish.");
    return lock;
}

IndexLock::~IndexLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

}  // namespace saysee::library
