// One process indexes a library at a time.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <utility>

namespace saysee::library {

// Held until destroyed; the system lets go of it when the process ends, however it ends.
class IndexLock {
public:
    // Errors: Busy (another one holds it), Io.
    static base::Result<IndexLock> take(const std::filesystem::path& library);

    IndexLock(IndexLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) { }
    IndexLock& operator=(IndexLock&&) = delete;
    ~IndexLock();

private:
    explicit IndexLock(int file) : m_file(file) { }

    int m_file;
};

}  // namespace saysee::library
