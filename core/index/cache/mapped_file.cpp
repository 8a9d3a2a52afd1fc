#include "core/index/cache/mapped_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace saysee::index {

base::Result<MappedFile> MappedFile::open(const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        const auto code = errno == ENOENT ? base::ErrorCode::NotFound : base::ErrorCode::Io;
        return base::fail(code, "Cannot open " + path.string() + ": " + std::strerror(errno) + ".");
    }
    struct stat facts = {};
    const bool known = ::fstat(file, &facts) == 0 && S_ISREG(facts.st_mode);
    const auto size = known ? static_cast<std::size_t>(facts.st_size) : 0;
    void* memory = MAP_FAILED;
    if (size > 0)
        memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file, 0);
    const int reason = errno;
    ::close(file);
    if (size == 0)
        return base::fail(base::ErrorCode::Corrupt, path.string() + " is empty or not a file.");
    if (memory == MAP_FAILED)
        return base::fail(base::ErrorCode::Io, "Cannot read " + path.string() + ": " + std::strerror(reason) + ".");
    MappedFile mapped;
    mapped.m_bytes = {static_cast<std::byte*>(memory), size};
    return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) { }

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

}  // namespace saysee::index
