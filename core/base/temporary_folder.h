// A folder that goes away with everything in it.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <utility>

namespace saysee::base {

class TemporaryFolder {
public:
    // Below the system's folder for temporary files (TMPDIR). Error: Io.
    static Result<TemporaryFolder> make();

    TemporaryFolder(TemporaryFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) { }
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    explicit TemporaryFolder(std::filesystem::path path) : m_path(std::move(path)) { }

    std::filesystem::path m_path;
};

}  // namespace saysee::base
