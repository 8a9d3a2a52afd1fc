#include "core/library/folders.h"

#include "core/library/sql/photo_rows.h"
#include "core/store/database.h"

#include <algorithm>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::FolderId;
using base::Result;
using base::Status;
using store::Blob;

namespace {

// Whether `inner` is `outer` or lies below it. Both absolute and normal.
bool contains(const std::filesystem::path& outer, const std::filesystem::path& inner)
{
    const auto [end, rest] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end();
}

}  // namespace

Result<FolderId> Folders::add(const std::filesystem::path& path,
                              const std::optional<std::vector<std::string>>& excludes)
{
    std::error_code error;
    const auto canonical = std::filesystem::canonical(path, error);
    if (error)
        return fail(ErrorCode::NotFound, "There is no folder " + path.string() + ".", error.message());
    if (!std::filesystem::is_directory(canonical, error))
        return fail(ErrorCode::InvalidArgument, path.string() + " is not a folder; add the folder that it lies in.");

    SAYSEE_ASSIGN(const std::vector<Folder> present, list());
    for (const Folder& other : present) {
        if (other.path == canonical)
            continue;
        if (contains(other.path, canonical))
            return fail(ErrorCode::InvalidArgument,
                        path.string() + " is already part of " + other.path.string() + ".");
        if (contains(canonical, other.path))
            return fail(ErrorCode::InvalidArgument,
                        path.string() + " contains " + other.path.string() + "; remove that folder first.");
    }
    SAYSEE_ASSIGN(auto insert,
                  m_database.prepare("INSERT INTO folders (path, excludes) VALUES (?1, coalesce(?2, '[]')) "
                                     "ON CONFLICT (path) DO UPDATE SET excludes = coalesce(?2, excludes) "
                                     "RETURNING id"));
    const auto patterns = excludes ? std::optional(sql::listToJson(*excludes)) : std::nullopt;
    SAYSEE_TRY(insert.bind({Blob(canonical.native()), patterns}).next());
    const FolderId folder {insert.integer(0)};
    SAYSEE_TRY(insert.next());  // to the end, which commits
    return folder;
}

Status Folders::remove(FolderId folder)
{
    SAYSEE_ASSIGN(auto transaction, store::Transaction::begin(m_database));
    SAYSEE_ASSIGN(auto words,
                  m_database.prepare("DELETE FROM photo_text WHERE rowid IN "
                                     "(SELECT id FROM photos WHERE folder_id = ?)"));
    SAYSEE_TRY(words.bind({folder.value}).run());
    SAYSEE_ASSIGN(auto remove, m_database.prepare("DELETE FROM folders WHERE id = ?"));
    SAYSEE_TRY(remove.bind({folder.value}).run());
    if (m_database.changedRows() == 0)
        return fail(ErrorCode::NotFound, "That folder is not part of the library.");
    return transaction.commit();
}

Result<std::vector<Folder>> Folders::list()
{
    SAYSEE_ASSIGN(auto rows,
                  m_database.prepare("SELECT id, path, excludes, online, problem, scanned_at, "
                                     "(SELECT count(*) FROM photos WHERE folder_id = folders.id AND state = 0) "
                                     "FROM folders ORDER BY path"));
    std::vector<Folder> folders;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return folders;
        Folder& folder = folders.emplace_back();
        folder.id = FolderId {rows.integer(0)};
        folder.path = rows.text(1);
        folder.excludes = sql::listFromJson(rows.text(2));
        folder.reach = rows.integer(3) != 0 ? Reach::Online : Reach::Offline;
        folder.problem = rows.text(4);
        folder.scannedAt = rows.integerIfAny(5);
        folder.photos = static_cast<std::uint64_t>(rows.integer(6));
    }
}

}  // namespace saysee::library
