#include "core/base/mapped_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace saysee::base {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        const int reason = errno;
        if (reason == ENOENT)
            return fail(ErrorCode::NotFound, "There is no file " + path.string() + ".");
        return fail(ErrorCode::Io, "Cannot read " + path.string() + ": " + std::strerror(reason) + ".");
    }
    struct stat status = {};
    const bool known = ::fstat(file, &status) == 0;
    if (!known || !S_ISREG(status.st_mode)) {
        ::close(file);
        return fail(ErrorCode::Io, path.string() + " is not a file.");
    }
    if (status.st_size == 0) {
        ::close(file);
        return fail(ErrorCode::Corrupt, path.string() + " is empty.");
    }
    // No swap is set aside for pages that are hardly ever written.
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file, 0);
    const int reason = errno;
    ::close(file);
    if (data == MAP_FAILED)
        return fail(ErrorCode::Io, "Cannot map " + path.string() + " into memory: " + std::strerror(reason) + ".");
    MappedFile mapped;
    mapped.m_bytes = {static_cast<std::byte*>(data), size};
    return mapped;
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(m_bytes.data(), m_bytes.size());
}

void MappedFile::release(const std::byte* start, std::size_t size) const
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = static_cast<std::size_t>(start - m_bytes.data());
    const std::size_t first = (begin + page - 1) / page * page;
    const std::size_t last = std::min(begin + size, m_bytes.size()) / page * page;
    if (first < last)
        ::madvise(m_bytes.data() + first, last - first, MADV_DONTNEED);
}

}  // namespace saysee::base
