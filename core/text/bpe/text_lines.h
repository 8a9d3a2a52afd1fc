// Reads a text file, plain or gzip, and walks over its lines.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace saysee::text {

// At most 64 MiB, unpacked. Errors: NotFound, Io, Corrupt, UnsupportedFormat (gzip in a build without zlib).
base::Result<std::string> readTextOrGzip(const std::filesystem::path& path);

// Lines of a text, without their ends (LF or CR LF). The text must outlive it.
class TextLines {
public:
    explicit TextLines(std::string_view text) : m_rest(text) { }
    std::optional<std::string_view> next();
    [[nodiscard]] std::size_t number() const { return m_number; }  // of the line last given, from 1

private:
    std::string_view m_rest;
    std::size_t m_number = 0;
};

}  // namespace saysee::text
