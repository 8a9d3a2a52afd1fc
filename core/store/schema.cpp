#include "core/store/schema.h"

#include "core/base/log.h"

#include <ctime>

namespace saysee::store {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

struct FileIdentity {
    std::int64_t application = 0;
    std::int64_t version = 0;
    std::int64_t objects = 0;
};

Result<FileIdentity> identify(Database& database)
{
    FileIdentity identity;
    SAYSEE_ASSIGN(identity.application, database.integer("PRAGMA application_id"));
    SAYSEE_ASSIGN(identity.version, database.integer("PRAGMA user_version"));
    SAYSEE_ASSIGN(identity.objects, database.integer("SELECT count(*) FROM sqlite_master"));
    return identity;
}

Status refuseForeign(const FileIdentity& identity, const std::string& name)
{
    const bool fresh = identity.application == 0 && identity.version == 0 && identity.objects == 0;
    if (identity.application == kApplicationId || fresh)
        return {};
    return fail(ErrorCode::Corrupt, name + " is a database of another program; choose another folder.",
                "application_id " + std::to_string(identity.application));
}

Status refuseIncompatible(Database& database, const FileIdentity& identity, int known)
{
    const std::string name = database.file().string();
    if (identity.version > known) {
        SAYSEE_ASSIGN(const std::int64_t minimum,
                      database.integer("SELECT value FROM meta WHERE key = 'minimum_compatible'"));
        if (minimum > known)
            return fail(ErrorCode::VersionMismatch,
                        name + " was made by a newer version of SaySee; install that version to open it.",
                        "schema " + std::to_string(identity.version) + ", this program knows "
                            + std::to_string(known));
    }
    if (identity.version < known && database.mode() == OpenMode::ReadOnly)
        return fail(ErrorCode::VersionMismatch,
                    name + " was made by an older version of SaySee; open it once with write access to update it.",
                    "schema " + std::to_string(identity.version) + ", needed " + std::to_string(known));
    return {};
}

Status checkQuickly(Database& database)
{
    SAYSEE_ASSIGN(Statement check, database.prepare("PRAGMA quick_check(1)"));
    SAYSEE_ASSIGN(const bool answered, check.next());
    const std::string verdict = answered ? check.text(0) : "no answer";
    if (verdict == "ok")
        return {};
    return fail(ErrorCode::Corrupt, database.file().string() + " is damaged; restore it from its backups folder.",
                verdict);
}

std::filesystem::path backupName(const std::filesystem::path& folder, std::int64_t version)
{
    char stamp[32];
    const std::time_t now = std::time(nullptr);
    std::tm parts {};
    gmtime_r(&now, &parts);
    std::strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &parts);
    const std::string stem = "schema-" + std::to_string(version) + "-" + stamp;
    std::filesystem::path candidate = folder / (stem + ".db");
    for (int number = 2; std::filesystem::exists(candidate); ++number)
        candidate = folder / (stem + "-" + std::to_string(number) + ".db");
    return candidate;
}

// What was made of the library before the step is not taken for its own afterwards: whoever puts a backup back comes
// by here, as a backup is of an older schema, and its generations count up to those of the library that was lost.
constexpr std::string_view kAnotherLibrary =
    "UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'library_id'";

// Runs one step unless another process has run it meanwhile.
Status apply(Database& database, const Migration& migration)
{
    SAYSEE_ASSIGN(Transaction transaction, Transaction::begin(database));
    SAYSEE_ASSIGN(const std::int64_t version, database.integer("PRAGMA user_version"));
    if (version >= migration.number)
        return {};
    auto applied = database.execute(migration.sql);
    if (!applied)
        return tl::unexpected(
            base::within("updating the database to " + std::string(migration.name), applied.error()));
    SAYSEE_TRY(database.execute(kAnotherLibrary));
    SAYSEE_TRY(database.execute("PRAGMA application_id = " + std::to_string(kApplicationId)));
    SAYSEE_TRY(database.execute("PRAGMA user_version = " + std::to_string(migration.number)));
    return transaction.commit();
}

Status migrate(Database& database, std::int64_t version, const SchemaOptions& options)
{
    const auto folder = options.backups.empty() ? database.file().parent_path() / "backups" : options.backups;
    const bool fresh = version == 0;
    for (const Migration& migration : options.migrations) {
        if (migration.number <= version)
            continue;
        if (!fresh) {
            std::error_code error;
            std::filesystem::create_directories(folder, error);
            SAYSEE_TRY(backup(database, backupName(folder, version)));
            base::log(base::LogLevel::Info, "database: updating to " + std::string(migration.name));
        }
        SAYSEE_TRY(apply(database, migration));
        version = migration.number;
    }
    return {};
}

}  // namespace

Result<Database> openLibraryDatabase(const std::filesystem::path& file, OpenMode mode, const SchemaOptions& options)
{
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        return fail(ErrorCode::Corrupt, file.string() + " is a folder where a database is expected.");
    if (mode == OpenMode::ReadOnly && !std::filesystem::exists(file, error))
        return fail(ErrorCode::NotFound, "There is no library at " + file.parent_path().string()
                        + " yet; index a folder of photos first.");

    SAYSEE_ASSIGN(Database database, Database::open(file, mode));
    SAYSEE_ASSIGN(const FileIdentity identity, identify(database));
    SAYSEE_TRY(refuseForeign(identity, file.string()));
    const int known = options.migrations.empty() ? 0 : options.migrations.back().number;
    SAYSEE_TRY(refuseIncompatible(database, identity, known));
    if (mode == OpenMode::ReadOnly)
        return database;

    // From here on the file is ours and may be changed.
    if (options.quickCheck == QuickCheck::Yes)
        SAYSEE_TRY(checkQuickly(database));
    SAYSEE_TRY(database.execute("PRAGMA journal_mode = WAL"));
    SAYSEE_TRY(migrate(database, identity.version, options));
    return database;
}

Status backup(Database& database, const std::filesystem::path& copy)
{
    if (std::filesystem::exists(copy))
        return fail(ErrorCode::Io,
                    "There is a file " + copy.string() + " already; choose another name for the backup.");
    SAYSEE_ASSIGN(Statement vacuum, database.prepare("VACUUM INTO ?"));
    return vacuum.bind({copy.string()}).run();
}

}  // namespace saysee::store
