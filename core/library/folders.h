// The folders a person has added: where photos are looked for.
#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace saysee::store {
class Database;
}

namespace saysee::library {

enum class Reach { Online, Offline };

struct Folder {
    base::FolderId id;
    std::filesystem::path path;  // absolute, without links and dots
    std::vector<std::string> excludes;  // the person's own patterns, see WalkOptions
    Reach reach = Reach::Online;  // at the last scan
    std::string problem;  // why it is offline, one sentence
    std::optional<std::int64_t> scannedAt;  // seconds since 1970 UTC; empty: never yet
    std::uint64_t photos = 0;  // present ones
};

// Threading and lifetime: as the Library it belongs to.
class Folders {
public:
    explicit Folders(store::Database& database) : m_database(database) { }

    // Adding one that is there already returns it; its excludes are replaced by those that are given. Errors:
    // NotFound, InvalidArgument (no folder, or one that contains or lies in an added one).
    base::Result<base::FolderId> add(const std::filesystem::path& path,
                                     const std::optional<std::vector<std::string>>& excludes = {});

    // Forgets the folder's photos and their vectors; files and pairs stay. Error: NotFound.
    base::Status remove(base::FolderId folder);

    base::Result<std::vector<Folder>> list();

private:
    store::Database& m_database;
};

}  // namespace saysee::library
