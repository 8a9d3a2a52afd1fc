// A file in memory: read on demand, written to privately (changes never reach the file).
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace saysee::index {

class MappedFile {
public:
    MappedFile() = default;
    // Errors: NotFound, Io, Corrupt (empty file).
    static base::Result<MappedFile> open(const std::filesystem::path& path);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    [[nodiscard]] std::span<std::byte> bytes() const { return m_bytes; }

private:
    std::span<std::byte> m_bytes;
};

}  // namespace saysee::index
