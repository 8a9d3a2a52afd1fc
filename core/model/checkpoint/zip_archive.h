// The directory of a zip file in memory, as PyTorch writes them: entries stored without compression.
// Format: PKWARE's APPNOTE.TXT 6.3, sections 4.3.7 to 4.3.16 (zip64 included).
#pragma once

#include "core/base/mapped_file.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace saysee::model {

struct ZipEntry {
    std::uint64_t offset = 0;  // of the content, from the start of the file
    std::uint64_t size = 0;  // bytes
    bool stored = false;  // false: compressed, which is not read
};

class ZipArchive {
public:
    // Errors: as base::MappedFile::open; UnsupportedFormat when the file is no zip; Corrupt when its directory is
    // damaged or an entry reaches past the end.
    static base::Result<ZipArchive> open(const std::filesystem::path& path);

    [[nodiscard]] const std::map<std::string, ZipEntry>& entries() const { return m_entries; }
    // The bytes of a stored entry. Errors: Corrupt when it is absent or compressed.
    base::Result<std::string_view> read(const std::string& name) const;
    [[nodiscard]] const std::shared_ptr<base::MappedFile>& file() const { return m_file; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    ZipArchive() = default;

    std::filesystem::path m_path;
    std::shared_ptr<base::MappedFile> m_file;
    std::map<std::string, ZipEntry> m_entries;
};

}  // namespace saysee::model
