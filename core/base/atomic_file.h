// A file that appears under its name only when it is whole.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace saysee::base {

enum class FileUse : std::uint8_t {
    Document,  // on the disk before it appears, so that a power cut leaves the old or the new content; mode 0644
    Cache  // may be lost or damaged by a power cut; its owner's alone (mode 0600)
};

// Written beside the target under another name, then renamed; removed when it goes before that. All errors are Io and
// name the target. One thread at a time.
class AtomicFile {
public:
    static Result<AtomicFile> create(const std::filesystem::path& target);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    ~AtomicFile();

    // For libraries that write themselves; stays open until publish().
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    Status write(const void* data, std::size_t size);  // behind the last write
    Status writeAt(const void* data, std::size_t size, std::uint64_t offset);
    Status resize(std::uint64_t bytes);  // what is added is zero

    // Replaces the target. No call may follow.
    Status publish(FileUse use);

private:
    AtomicFile(std::filesystem::path target, std::string temporary, int descriptor);

    std::filesystem::path m_target;
    std::string m_temporary;
    int m_descriptor;
    std::uint64_t m_end = 0;  // of the last write
};

}  // namespace saysee::base
