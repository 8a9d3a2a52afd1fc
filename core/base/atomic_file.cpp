#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace saysee::base {

namespace {

tl::unexpected<Error> cannotWrite(const std::filesystem::path& path)
{
    const int reason = errno;
    return fail(ErrorCode::Io, "Cannot write " + path.string() + ": " + std::strerror(reason) + ".");
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& target)
{
    std::string temporary = target.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0)
        return cannotWrite(target);
    return AtomicFile(target, std::move(temporary), descriptor);
}

AtomicFile::AtomicFile(std::filesystem::path target, std::string temporary, int descriptor)
    : m_target(std::move(target)), m_temporary(std::move(temporary)), m_descriptor(descriptor)
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target)), m_temporary(std::exchange(other.m_temporary, {})),
      m_descriptor(std::exchange(other.m_descriptor, -1)), m_end(other.m_end)
{
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

Status AtomicFile::write(const void* data, std::size_t size) { return writeAt(data, size, m_end); }

Status AtomicFile::writeAt(const void* data, std::size_t size, std::uint64_t offset)
{
    const auto* bytes = static_cast<const char*>(data);
    while (size > 0) {
        const ssize_t count = ::pwrite(m_descriptor, bytes, size, static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannotWrite(m_target);
        bytes += count;
        size -= static_cast<std::size_t>(count);
        offset += static_cast<std::uint64_t>(count);
    }
    m_end = offset;
    return {};
}

Status AtomicFile::resize(std::uint64_t bytes)
{
    if (::ftruncate(m_descriptor, static_cast<off_t>(bytes)) != 0)
        return cannotWrite(m_target);
    return {};
}

Status AtomicFile::publish(FileUse use)
{
    if (use == FileUse::Document && (::fchmod(m_descriptor, 0644) != 0 || ::fsync(m_descriptor) != 0))
        return cannotWrite(m_target);
    // Closed before it appears: some file systems tell only then that the disk is full.
    if (::close(std::exchange(m_descriptor, -1)) != 0 || ::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return cannotWrite(m_target);
    m_temporary.clear();
    return {};
}

}  // namespace saysee::base
