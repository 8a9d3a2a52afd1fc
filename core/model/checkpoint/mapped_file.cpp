#include "core/model/checkpoint/mapped_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace saysee::model {

using base::ErrorCode;
using base::fail;

base::Result<std::shared_ptr<MappedFile>> MappedFile::open(const std::filesystem::path& path)
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
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
    const int reason = errno;
    ::close(file);
    if (data == MAP_FAILED)
        return fail(ErrorCode::Io, "Cannot map " + path.string() + " into memory: " + std::strerror(reason) + ".");
    return std::shared_ptr<MappedFile>(new MappedFile(static_cast<std::byte*>(data), size));
}

void MappedFile::release(const std::byte* start, std::size_t size) const
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = static_cast<std::size_t>(start - m_data);
    const std::size_t first = (begin + page - 1) / page * page;
    const std::size_t last = std::min(begin + size, m_size) / page * page;
    if (first < last)
        ::madvise(m_data + first, last - first, MADV_DONTNEED);
}

MappedFile::~MappedFile() { ::munmap(m_data, m_size); }

}  // namespace saysee::model
