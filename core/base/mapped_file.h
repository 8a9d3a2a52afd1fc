// A file in memory without reading it: pages come from the page cache when they are touched.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <utility>

namespace saysee::base {

// Private and copy on write: what is written into the mapping stays in this process. A file that shrinks while it is
// mapped kills the process: files are replaced by renaming, never rewritten in place.
class MappedFile {
public:
    MappedFile() = default;  // no bytes
    // Errors: NotFound, Io (a folder, no permission), Corrupt (empty).
    static Result<MappedFile> open(const std::filesystem::path& path);

    MappedFile(MappedFile&& other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) { }
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    [[nodiscard]] std::span<std::byte> bytes() { return m_bytes; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }

    // Gives the memory of whole pages within [start, start + size) back; the next access reads the file again.
    // Nothing may have been written there.
    void release(const std::byte* start, std::size_t size) const;

private:
    std::span<std::byte> m_bytes;
};

}  // namespace saysee::base
