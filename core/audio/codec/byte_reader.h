// Seekable bytes, from a file or from memory, so that the decoders never open anything by name themselves.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace saysee::audio {

class ByteReader {
public:
    virtual ~ByteReader() = default;
    // Returns the number of bytes read, less than asked for only at the end or after an error.
    virtual std::size_t read(std::span<std::byte> target) = 0;
    // To an offset from the beginning, 0..size(). Returns false when it is outside.
    virtual bool seek(std::int64_t offset) = 0;
    [[nodiscard]] virtual std::int64_t position() const = 0;
    [[nodiscard]] virtual std::int64_t size() const = 0;

    // As fseek: `whence` is SEEK_SET, SEEK_CUR or SEEK_END. Damaged files ask for offsets of any size.
    bool seekFrom(int whence, std::int64_t offset);
};

// Errors: NotFound, Io (a folder, a device, no permission).
base::Result<std::unique_ptr<ByteReader>> openFileReader(const std::filesystem::path& path);
// `bytes` must outlive the reader.
std::unique_ptr<ByteReader> openMemoryReader(std::span<const std::byte> bytes);

}  // namespace saysee::audio
