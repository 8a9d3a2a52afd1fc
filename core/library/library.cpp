#include "core/library/library.h"

#include "core/store/schema.h"

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;

Library::Library(std::filesystem::path directory, store::Database database)
    : m_directory(std::move(directory)), m_database(std::move(database))
{
}

Result<std::unique_ptr<Library>> Library::open(const std::filesystem::path& directory, Mode mode)
{
    std::error_code error;
    if (mode == Mode::ReadWrite) {
        std::filesystem::create_directories(directory, error);
        if (error)
            return fail(ErrorCode::Io, "Cannot create the folder " + directory.string() + ".", error.message());
    }
    SAYSEE_ASSIGN(auto database, store::openLibraryDatabase(directory / "library.db", mode));
    return std::unique_ptr<Library>(new Library(directory, std::move(database)));
}

Result<LibraryStatus> Library::status(const base::SpaceId& space)
{
    SAYSEE_ASSIGN(auto snapshot, store::Transaction::begin(m_database, store::TransactionKind::Read));
    const auto count = [&](std::uint64_t& target, std::string_view sql,
                           std::initializer_list<store::Value> values = {}) -> base::Status {
        SAYSEE_ASSIGN(const std::int64_t number, m_database.integer(sql, values));
        target = static_cast<std::uint64_t>(number);
        return {};
    };
    LibraryStatus status;
    SAYSEE_TRY(count(status.photos, "SELECT count(*) FROM photos WHERE state = 0"));
    SAYSEE_TRY(count(status.shown, "SELECT count(*) FROM photos WHERE state = 0 AND stack_leader IS NULL"));
    SAYSEE_TRY(count(status.unreadable, "SELECT count(*) FROM photos WHERE state = 1"));
    SAYSEE_TRY(count(status.gone, "SELECT count(*) FROM photos WHERE state = 2"));
    SAYSEE_TRY(count(status.offlineFolders, "SELECT count(*) FROM folders WHERE online = 0"));
    SAYSEE_ASSIGN(const VectorCounts vectors, counts(space));
    status.searchable = vectors.searchable;
    status.pending = vectors.pending;
    return status;
}

// Every part is answered from an index of the database alone. A RAW file beside its picture (stack_kind 1) waits for
// nothing.
Result<VectorCounts> Library::counts(const base::SpaceId& space)
{
    SAYSEE_ASSIGN(auto snapshot, store::Transaction::begin(m_database, store::TransactionKind::Read));
    SAYSEE_ASSIGN(auto rows,
                  m_database.prepare(
                      "WITH space AS (SELECT id FROM spaces WHERE name = ?) SELECT "
                      "(SELECT count(*) FROM embeddings WHERE space_id = (SELECT id FROM space)) - "
                      "(SELECT count(*) FROM embeddings WHERE space_id = (SELECT id FROM space) "
                      "AND photo_id IN (SELECT id FROM photos WHERE state <> 0)), "
                      "(SELECT count(*) FROM photos) - (SELECT count(*) FROM photos WHERE state <> 0), "
                      "(SELECT count(*) FROM photos WHERE stack_leader IS NOT NULL AND stack_kind = 1 AND state = 0 "
                      "AND NOT EXISTS (SELECT 1 FROM embeddings WHERE photo_id = photos.id "
                      "AND space_id = (SELECT id FROM space)))"));
    SAYSEE_TRY(rows.bind({space.value}).next());
    const std::int64_t searchable = rows.integer(0);
    const std::int64_t pending = rows.integer(1) - searchable - rows.integer(2);
    return VectorCounts {static_cast<std::uint64_t>(searchable), static_cast<std::uint64_t>(pending)};
}

namespace {

// A question whose answer should be 0, and the sentence to say when it is not.
struct Check {
    std::string_view sql;
    std::string_view complaint;
};

constexpr Check kChecks[] = {
    {"SELECT count(*) FROM embeddings JOIN spaces ON spaces.id = space_id WHERE length(vector) <> 2 * dimension",
     "vectors have the wrong length"},
    {"SELECT count(*) FROM photos WHERE id NOT IN (SELECT rowid FROM photo_text)",
     "photos are missing in the text search"},
    {"SELECT count(*) FROM photo_text WHERE rowid NOT IN (SELECT id FROM photos)",
     "entries of the text search belong to no photo"},
    {"SELECT count(*) FROM embeddings JOIN photos ON photos.id = photo_id WHERE sha256 IS NULL",
     "vectors belong to photos that were never read"},
    {"SELECT count(*) FROM embeddings JOIN spaces ON spaces.id = space_id WHERE embeddings.generation > "
     "spaces.generation",
     "vectors are newer than their space says"},
    {"SELECT count(*) FROM photos WHERE (state = 2) <> (gone_since IS NOT NULL)",
     "photos are gone without a date, or have one and are here"},
    {"SELECT count(*) FROM photos WHERE (stack_leader IS NULL) <> (stack_kind = 0)", "photos are half in a stack"},
};

}  // namespace

Result<std::vector<std::string>> Library::verify(const base::TaskContext& task)
{
    std::vector<std::string> complaints;
    task.progress({"Checking the database", 0, std::size(kChecks) + 2});
    for (const char* sql : {"PRAGMA integrity_check(20)", "PRAGMA foreign_key_check"}) {
        SAYSEE_ASSIGN(auto rows, m_database.prepare(sql));
        while (true) {
            SAYSEE_ASSIGN(const bool found, rows.next());
            if (!found)
                break;
            if (rows.text(0) != "ok")
                complaints.push_back("The database is damaged: " + rows.text(0) + ".");
        }
    }
    for (std::uint64_t i = 0; i < std::size(kChecks); ++i) {
        if (task.stopRequested())
            return base::cancelled();
        task.progress({"Checking the database", i + 2, std::size(kChecks) + 2});
        SAYSEE_ASSIGN(const std::int64_t wrong, m_database.integer(kChecks[i].sql));
        if (wrong != 0)
            complaints.push_back(std::to_string(wrong) + " " + std::string(kChecks[i].complaint) + ".");
    }
    return complaints;
}

}  // namespace saysee::library
