// The library's database file: recognised, checked, backed up and brought up to date before anybody uses it.
#pragma once

#include "core/store/database.h"

#include <filesystem>
#include <span>
#include <string_view>

namespace saysee::store {

// One numbered step of the schema. Its statements run inside one transaction together with the new number.
// A step that older programs cannot live with raises `minimum_compatible` in the table meta to its own number.
struct Migration {
    int number;
    std::string_view name;
    std::string_view sql;
};

// core/store/migrations/*.sql, ascending.
std::span<const Migration> libraryMigrations();

inline constexpr std::int64_t kApplicationId = 0x53615365;  // "SaSe", in the file's header

enum class QuickCheck { Yes, No };

struct SchemaOptions {
    std::span<const Migration> migrations = libraryMigrations();
    QuickCheck quickCheck = QuickCheck::Yes;  // reads the whole file; only for ReadWrite
    std::filesystem::path backups;  // folder; empty: "backups" beside the file
};

// Opens or creates the file. An older schema is migrated, after a backup, when opened ReadWrite.
// Errors: VersionMismatch (made by a newer program; or by an older one and opened ReadOnly), Corrupt (damaged, no
// database, or another program's), NotFound (ReadOnly and absent), Busy, Io.
base::Result<Database> openLibraryDatabase(const std::filesystem::path& file, OpenMode mode,
                                           const SchemaOptions& options = {});

// A consistent copy of a database in use. Error (Io) when `copy` exists.
base::Status backup(Database& database, const std::filesystem::path& copy);

}  // namespace saysee::store
