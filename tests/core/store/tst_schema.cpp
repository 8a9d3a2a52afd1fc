#include "core/base/files.h"
#include "core/store/schema.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using namespace saysee::store;

namespace {

constexpr Migration kFirst = {1, "0001_first",
                              "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);"
                              "INSERT INTO meta VALUES ('minimum_compatible', '1'); CREATE TABLE t (i)"};
constexpr Migration kSecond = {2, "0002_second", "ALTER TABLE t ADD COLUMN j INTEGER NOT NULL DEFAULT 7"};
constexpr Migration kBreaking = {2, "0002_breaking",
                                 "UPDATE meta SET value = '2' WHERE key = 'minimum_compatible'; DROP TABLE t"};
constexpr Migration kBroken = {2, "0002_broken", "CREATE TABLE extra (i); NONSENSE"};

}  // namespace

class TstSchema : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    std::filesystem::path file() const { return folder() / "library.db"; }

    base::Result<Database> openWith(std::initializer_list<Migration> migrations,
                                    OpenMode mode = OpenMode::ReadWrite) const
    {
        SchemaOptions options;
        options.migrations = std::span(migrations.begin(), migrations.size());
        return openLibraryDatabase(file(), mode, options);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void shippedMigrations_areNumberedFromOneAndApply()
    {
        int expected = 1;
        for (const Migration& migration : libraryMigrations())
            QCOMPARE(migration.number, expected++);
        auto database = openLibraryDatabase(file(), OpenMode::ReadWrite);
        QVERIFY2(database.has_value(), database ? "" : database.error().detail.c_str());
        QCOMPARE(database->integer("PRAGMA user_version").value(), std::int64_t(expected - 1));
        QCOMPARE(database->integer("PRAGMA application_id").value(), kApplicationId);
        QVERIFY(!std::filesystem::exists(folder() / "backups"));  // nothing to save in a new file
    }

    void olderFile_isBackedUpThenMigrated()
    {
        {
            auto first = openWith({kFirst});
            QVERIFY(first->execute("INSERT INTO t VALUES (5)").has_value());
        }
        QCOMPARE(openWith({kFirst, kSecond}, OpenMode::ReadOnly).error().code, base::ErrorCode::VersionMismatch);
        auto second = openWith({kFirst, kSecond});
        QCOMPARE(second->integer("SELECT i + j FROM t").value(), std::int64_t(12));
        std::vector<std::filesystem::path> backups;
        for (const auto& entry : std::filesystem::directory_iterator(folder() / "backups"))
            backups.push_back(entry.path());
        QCOMPARE(backups.size(), std::size_t(1));
        auto saved = Database::open(backups.front(), OpenMode::ReadOnly);
        QCOMPARE(saved->integer("PRAGMA user_version").value(), std::int64_t(1));
        QCOMPARE(saved->integer("SELECT i FROM t").value(), std::int64_t(5));
    }

    void aLibraryOfSchema1_keepsItsQueries()
    {
        SchemaOptions old;
        old.migrations = libraryMigrations().first(1);
        {
            auto first = openLibraryDatabase(file(), OpenMode::ReadWrite, old);
            QVERIFY(first->execute("INSERT INTO queries (asked_at, text) VALUES (7, 'a boat')").has_value());
        }
        auto now = openLibraryDatabase(file(), OpenMode::ReadWrite);
        QVERIFY2(now.has_value(), now ? "" : now.error().detail.c_str());
        QCOMPARE(now->integer("SELECT count(*) FROM queries WHERE text = 'a boat' AND best = 0 AND kept = 0").value(),
                 std::int64_t(1));
    }

    void aLibraryOfSchema3_readsItsSidecarsAnew()
    {
        SchemaOptions old;
        old.migrations = libraryMigrations().first(3);
        {
            auto third = openLibraryDatabase(file(), OpenMode::ReadWrite, old);
            QVERIFY(third->execute("INSERT INTO folders (path) VALUES (x'2f')").has_value());
            QVERIFY(third
                        ->execute("INSERT INTO photos (folder_id, path, size, mtime_ns, inode) "
                                  "VALUES (1, x'61', 1, 1, 1)")
                        .has_value());
            QVERIFY(third->execute("INSERT INTO metadata (photo_id, title) VALUES (1, 'a boat')").has_value());
        }
        auto now = openLibraryDatabase(file(), OpenMode::ReadWrite);
        QVERIFY2(now.has_value(), now ? "" : now.error().detail.c_str());
        QCOMPARE(now->integer("SELECT count(*) FROM photos JOIN metadata ON photo_id = id WHERE title = 'a boat' AND "
                              "photos.sidecar_ns = 0 AND metadata.sidecar_ns = 0")
                     .value(),
                 std::int64_t(1));  // a sidecar that a scan finds has another time
    }

    // Without it, an index of one library would be taken for that of another at the same place.
    void everyLibrary_hasAnIdOfItsOwn_alsoAnOldOne_andAnewAfterABackup()
    {
        SchemaOptions old;
        old.migrations = libraryMigrations().first(2);
        const auto idOf = [](Database& database) {
            Statement row = database.prepare("SELECT value FROM meta WHERE key = 'library_id'").value();
            return row.next().value() ? row.text(0) : std::string();
        };
        QVERIFY(openLibraryDatabase(file(), OpenMode::ReadWrite, old).has_value());
        std::string updated;
        {
            auto now = openLibraryDatabase(file(), OpenMode::ReadWrite);
            QVERIFY2(now.has_value(), now ? "" : now.error().detail.c_str());
            updated = idOf(*now);
            QCOMPARE(updated.size(), std::size_t(32));
        }
        {
            auto again = openLibraryDatabase(file(), OpenMode::ReadWrite);
            QCOMPARE(idOf(*again), updated);  // it stays
        }
        auto fresh = openLibraryDatabase(folder() / "fresh.db", OpenMode::ReadWrite);
        QCOMPARE(idOf(*fresh).size(), std::size_t(32));
        QVERIFY(idOf(*fresh) != updated);

        // A later version of the program updates the library; then the backup that it made is put back.
        std::vector<Migration> later(libraryMigrations().begin(), libraryMigrations().end());
        later.push_back({int(later.size()) + 1, "later", "CREATE TABLE later (i)"});
        SchemaOptions next;
        next.migrations = later;
        next.backups = folder() / "later";
        const auto afterUpdate = [&] {
            auto database = openLibraryDatabase(file(), OpenMode::ReadWrite, next);
            return database ? idOf(*database) : std::string();
        };
        const std::string lost = afterUpdate();
        QVERIFY(!lost.empty() && lost != updated);
        for (const char* part : {"", "-wal", "-shm"})
            std::filesystem::remove(file().string() + part);
        std::filesystem::copy_file(std::filesystem::directory_iterator(next.backups)->path(), file());
        QVERIFY(afterUpdate() != lost);
    }

    void brokenMigration_leavesTheOldSchema()
    {
        QVERIFY(openWith({kFirst}).has_value());
        QVERIFY(!openWith({kFirst, kBroken}).has_value());
        auto old = openWith({kFirst});
        QCOMPARE(old->integer("PRAGMA user_version").value(), std::int64_t(1));
        QCOMPARE(old->integer("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").value(), std::int64_t(0));
    }

    void newerFile_isOpenedOnlyWhenItSaysSo()
    {
        QVERIFY(openWith({kFirst, kSecond}).has_value());
        QVERIFY(openWith({kFirst}).has_value());  // still compatible with 1
        std::filesystem::remove(file());
        QVERIFY(openWith({kFirst, kBreaking}).has_value());
        for (const OpenMode mode : {OpenMode::ReadWrite, OpenMode::ReadOnly}) {
            const auto refused = openWith({kFirst}, mode);
            QCOMPARE(refused.error().code, base::ErrorCode::VersionMismatch);
            QVERIFY(refused.error().message.find("newer version") != std::string::npos);
        }
    }

    void whatIsNoLibrary_isRefusedAndLeftAlone()
    {
        const std::string garbage(5000, 'x');
        QVERIFY(base::writeFileAtomically(file(), garbage).has_value());
        QCOMPARE(openLibraryDatabase(file(), OpenMode::ReadWrite).error().code, base::ErrorCode::Corrupt);
        QCOMPARE(openLibraryDatabase(file(), OpenMode::ReadOnly).error().code, base::ErrorCode::Corrupt);
        QCOMPARE(base::readFile(file()).value(), garbage);

        std::filesystem::remove(file());
        QVERIFY(Database::open(file(), OpenMode::ReadWrite)->execute("CREATE TABLE theirs (i)").has_value());
        const std::string theirs = base::readFile(file()).value();
        const auto refused = openLibraryDatabase(file(), OpenMode::ReadWrite);
        QCOMPARE(refused.error().code, base::ErrorCode::Corrupt);
        QVERIFY(refused.error().message.find("another program") != std::string::npos);
        QCOMPARE(base::readFile(file()).value(), theirs);

        std::filesystem::remove(file());
        std::filesystem::create_directory(file());
        QCOMPARE(openLibraryDatabase(file(), OpenMode::ReadWrite).error().code, base::ErrorCode::Corrupt);
        QCOMPARE(openLibraryDatabase(folder() / "absent.db", OpenMode::ReadOnly).error().code,
                 base::ErrorCode::NotFound);
    }

    void damagedFile_isNoticedAtTheStart()
    {
        {
            auto database = openLibraryDatabase(file(), OpenMode::ReadWrite);
            QVERIFY(database->execute("PRAGMA wal_checkpoint(TRUNCATE)").has_value());
        }
        std::string bytes = base::readFile(file()).value();
        for (std::size_t i = 4096 * 2; i + 100 < bytes.size(); i += 4096)
            bytes.replace(i, 100, std::string(100, '\x5a'));
        QVERIFY(base::writeFileAtomically(file(), bytes).has_value());
        QCOMPARE(openLibraryDatabase(file(), OpenMode::ReadWrite).error().code, base::ErrorCode::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TstSchema)
#include "tst_schema.moc"
