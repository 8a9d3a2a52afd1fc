// Photos as rows of the database: reading them whole, writing their metadata.
#pragma once

#include "core/library/photos.h"
#include "core/store/database.h"

namespace saysee::library::sql {

[[nodiscard]] std::string toHex(std::span<const std::byte> bytes);
[[nodiscard]] std::string fromHex(std::string_view hexadecimal);  // stops at the first that is no digit

// The name of a photo in its column: of a gone one whose name another file took, what it was called.
[[nodiscard]] std::string fileName(std::string stored);

// JSON list of strings, both ways; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string listToJson(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> listFromJson(const std::string& json);

// The folders' paths, without counting what is in them.
base::Result<std::vector<std::pair<base::FolderId, std::filesystem::path>>> folderRoots(store::Database& database);

// Reads any number of photos with the same statements.
class PhotoReader {
public:
    static base::Result<PhotoReader> prepare(store::Database& database);
    base::Result<std::optional<Photo>> read(base::PhotoId id);

private:
    PhotoReader(store::Statement photo, store::Statement keywords, store::Statement people);

    store::Statement m_photo;
    store::Statement m_keywords;
    store::Statement m_people;
};

base::Status writeMetadata(store::Database& database, base::PhotoId photo, const image::PhotoMetadata& metadata,
                           std::int64_t sidecarNs);

}  // namespace saysee::library::sql
