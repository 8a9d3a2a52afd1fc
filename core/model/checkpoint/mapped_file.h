// A file in memory without reading it: pages come from the page cache when they are touched.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace saysee::model {

// Private and copy on write: what is written into the mapping stays in this process.
class MappedFile {
public:
    // Errors: NotFound, Io (a folder, no permission), Corrupt (empty).
    static base::Result<std::shared_ptr<MappedFile>> open(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::span<const std::byte> bytes() const { return {m_data, m_size}; }
    [[nodiscard]] std::byte* data() { return m_data; }

    // Gives the memory of whole pages within [start, start + size) back; the next access reads the file again.
    // Nothing may have been written there.
    void release(const std::byte* start, std::size_t size) const;

private:
    MappedFile(std::byte* data, std::size_t size) : m_data(data), m_size(size) { }

    std::byte* m_data;
    std::size_t m_size;
};

}  // namespace saysee::model
