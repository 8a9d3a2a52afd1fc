#include "core/library/indexing/scanner.h"

#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/library/scan_plan.h"
#include "core/library/sql/photo_rows.h"
#include "core/library/sql/photo_words.h"
#include "core/library/stacks.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace saysee::library {

using base::FolderId;
using base::PhotoId;
using base::Result;
using base::Status;
using store::Blob;
using store::Database;
using store::Transaction;

namespace {

constexpr std::size_t kRowsPerTransaction = 2000;  // readers and other writers wait for a fraction of a second
constexpr std::int64_t kForgetAfter = 30 * 24 * 3600;  // seconds that a gone photo is kept

std::int64_t now()
{
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

Result<std::set<FolderId>> folderIds(Database& database)
{
    SAYSEE_ASSIGN(auto rows, database.prepare("SELECT id FROM folders"));
    std::set<FolderId> ids;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return ids;
        ids.insert(FolderId {rows.integer(0)});
    }
}

FolderId folderOf(const FoundFile& file) { return file.folder; }
FolderId folderOf(const PlacedPhoto& photo) { return photo.file.folder; }

// Calls `change` for every element inside transactions of bounded size. A folder may be removed from the library
// while its disk is looked at, or between two transactions: what was found in it is left out.
template <class Elements, class Change>
Status inTransactions(Database& database, const Elements& elements, const base::TaskContext& task, Change&& change)
{
    for (std::size_t begin = 0; begin < elements.size(); begin += kRowsPerTransaction) {
        if (task.stopRequested())
            return base::cancelled();
        SAYSEE_ASSIGN(Transaction transaction, Transaction::begin(database));
        SAYSEE_ASSIGN(const std::set<FolderId> present, folderIds(database));
        for (std::size_t i = begin; i < std::min(elements.size(), begin + kRowsPerTransaction); ++i)
            if (present.contains(folderOf(elements[i])))
                SAYSEE_TRY(change(elements[i]));
        SAYSEE_TRY(transaction.commit());
        task.progress(
            {"Noting what changed", std::min(elements.size(), begin + kRowsPerTransaction), elements.size()});
    }
    return {};
}

struct Walked {
    std::vector<FoundFile> files;
    std::vector<UnreadFolder> unread;
    std::map<FolderId, std::filesystem::path> roots;  // of the folders that could be walked
    std::uint64_t offline = 0;
};

Status setOnline(Database& database, FolderId folder, std::uint64_t device)
{
    SAYSEE_ASSIGN(
        auto update,
        database.prepare("UPDATE folders SET online = 1, problem = '', device = ?, scanned_at = ? WHERE id = ?"));
    return update.bind({device, now(), folder.value}).run();
}

// The place where a disk is mounted is an empty folder while the disk is away.
Result<bool> looksUnplugged(Database& database, const Folder& folder, const WalkResult& walk)
{
    if (!walk.files.empty() || !walk.unread.empty() || folder.photos == 0)
        return false;
    SAYSEE_ASSIGN(const std::int64_t device,
                  database.integer("SELECT device FROM folders WHERE id = ?", {folder.id.value}));
    return static_cast<std::uint64_t>(device) != walk.device;
}

Result<Walked> walkAll(Database& database, const std::vector<Folder>& folders, const base::TaskContext& task)
{
    Walked walked;
    for (const Folder& folder : folders) {
        auto walk = walkFolder(folder.id, folder.path, {folder.excludes}, task);
        if (!walk && walk.error().code == base::ErrorCode::Cancelled)
            return tl::unexpected(walk.error());
        std::string problem = walk ? "" : walk.error().message;
        if (walk) {
            SAYSEE_ASSIGN(const bool unplugged, looksUnplugged(database, folder, *walk));
            if (unplugged)
                problem = "The disk of " + folder.path.string() + " is not there.";
        }
        if (!problem.empty()) {
            SAYSEE_TRY(setOffline(database, folder.id, problem));
            ++walked.offline;
            continue;
        }
        SAYSEE_TRY(setOnline(database, folder.id, walk->device));
        for (const UnreadFolder& unread : walk->unread)
            base::log(base::LogLevel::Warning, "scan: " + unread.reason);
        walked.roots.emplace(folder.id, folder.path);
        std::move(walk->files.begin(), walk->files.end(), std::back_inserter(walked.files));
        std::move(walk->unread.begin(), walk->unread.end(), std::back_inserter(walked.unread));
    }
    return walked;
}

Result<std::vector<KnownPhoto>> knownPhotos(Database& database, const Walked& walked)
{
    SAYSEE_ASSIGN(auto rows,
                  database.prepare("SELECT id, folder_id, path, size, mtime_ns, inode, state, sha256, sidecar_ns "
                                   "FROM photos"));
    std::vector<KnownPhoto> known;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return known;
        const FolderId folder {rows.integer(1)};
        const auto state = static_cast<PhotoState>(rows.integer(6));
        if (state != PhotoState::Gone && !walked.roots.contains(folder))
            continue;
        known.push_back({PhotoId {rows.integer(0)},
                         folder,
                         rows.text(2),
                         {static_cast<std::uint64_t>(rows.integer(3)), rows.integer(4),
                          static_cast<std::uint64_t>(rows.integer(5))},
                         state,
                         rows.text(7),
                         rows.integer(8)});
    }
}

Status run(Database& database, std::string_view sql, std::initializer_list<store::Value> values)
{
    SAYSEE_ASSIGN(auto statement, database.prepare(sql));
    return statement.bind(values).run();
}

// A gone photo keeps its row, but not a name that a file here needs. No file name holds a zero byte.
Status freeName(Database& database, const FoundFile& file)
{
    return run(
        database,
        "UPDATE photos SET path = CAST(path || x'00' || id AS BLOB) WHERE folder_id = ? AND path = ? AND state = 2",
        {file.folder.value, Blob(file.path)});
}

Status applyGone(Database& database, const std::vector<PhotoId>& gone)
{
    for (const PhotoId photo : gone)
        SAYSEE_TRY(
            run(database,
                "UPDATE photos SET state = 2, problem = '', gone_since = ?, stack_leader = NULL, stack_kind = 0 "
                "WHERE id = ?",
                {now(), photo.value}));
    return {};
}

// Files may have exchanged their names, so all give up theirs first.
Status applyMoves(Database& database, std::vector<PlacedPhoto> moved)
{
    SAYSEE_ASSIGN(const std::set<FolderId> present, folderIds(database));
    std::erase_if(moved, [&](const PlacedPhoto& photo) { return !present.contains(folderOf(photo)); });
    for (const PlacedPhoto& photo : moved)
        SAYSEE_TRY(
            run(database, "UPDATE photos SET path = CAST(x'00' || id AS BLOB) WHERE id = ?", {photo.id.value}));
    for (const auto& [id, file] : moved) {
        SAYSEE_TRY(freeName(database, file));
        SAYSEE_TRY(
            run(database,
                "UPDATE photos SET folder_id = ?, path = ?, size = ?, mtime_ns = ?, inode = ?, sidecar_ns = ?, "
                "gone_since = NULL, state = iif(state = 2, 0, state) WHERE id = ?",
                {file.folder.value, Blob(file.path), file.stamp.size, file.stamp.mtimeNs, file.stamp.inode,
                 file.sidecarNs, id.value}));
        SAYSEE_TRY(sql::indexWords(database, id));
    }
    return {};
}

Status applyChange(Database& database, const PlacedPhoto& photo)
{
    SAYSEE_TRY(run(database, "DELETE FROM embeddings WHERE photo_id = ?", {photo.id.value}));
    const FileStamp& stamp = photo.file.stamp;
    return run(database,
               "UPDATE photos SET size = ?, mtime_ns = ?, inode = ?, sidecar_ns = ?, sha256 = NULL, state = 0, "
               "problem = '', gone_since = NULL WHERE id = ?",
               {stamp.size, stamp.mtimeNs, stamp.inode, photo.file.sidecarNs, photo.id.value});
}

Status applyRestamp(Database& database, const PlacedPhoto& photo)
{
    const FileStamp& stamp = photo.file.stamp;
    return run(database,
               "UPDATE photos SET size = ?, mtime_ns = ?, inode = ?, sidecar_ns = ?, gone_since = NULL, "
               "state = iif(state = 2, 0, state) WHERE id = ?",
               {stamp.size, stamp.mtimeNs, stamp.inode, photo.file.sidecarNs, photo.id.value});
}

Status applyAddition(Database& database, const FoundFile& file)
{
    SAYSEE_TRY(freeName(database, file));
    SAYSEE_TRY(run(
        database, "INSERT INTO photos (folder_id, path, size, mtime_ns, inode, sidecar_ns) VALUES (?, ?, ?, ?, ?, ?)",
        {file.folder.value, Blob(file.path), file.stamp.size, file.stamp.mtimeNs, file.stamp.inode, file.sidecarNs}));
    return sql::indexWords(database, PhotoId {database.lastInsertId()});
}

Status forgetLongGone(Database& database)
{
    SAYSEE_ASSIGN(Transaction transaction, Transaction::begin(database));
    constexpr std::string_view kForgotten = "SELECT id FROM photos WHERE state = 2 AND gone_since < ? AND id NOT IN "
                                            "(SELECT photo_id FROM pairs WHERE photo_id IS NOT NULL)";
    const std::int64_t limit = now() - kForgetAfter;
    SAYSEE_TRY(run(database, "DELETE FROM photo_text WHERE rowid IN (" + std::string(kForgotten) + ")", {limit}));
    SAYSEE_TRY(run(database, "DELETE FROM photos WHERE id IN (" + std::string(kForgotten) + ")", {limit}));
    return transaction.commit();
}

Status apply(Database& database, const ScanPlan& plan, const base::TaskContext& task)
{
    {
        SAYSEE_ASSIGN(Transaction transaction, Transaction::begin(database));
        SAYSEE_TRY(applyGone(database, plan.gone));
        SAYSEE_TRY(applyMoves(database, plan.moved));
        for (const PhotoId photo : plan.returned)
            SAYSEE_TRY(run(database, "UPDATE photos SET state = 0, gone_since = NULL WHERE id = ?", {photo.value}));
        SAYSEE_TRY(transaction.commit());
    }
    SAYSEE_TRY(inTransactions(database, plan.changed, task,
                              [&](const auto& photo) { return applyChange(database, photo); }));
    SAYSEE_TRY(inTransactions(database, plan.restamped, task,
                              [&](const auto& photo) { return applyRestamp(database, photo); }));
    return inTransactions(database, plan.added, task,
                          [&](const auto& file) { return applyAddition(database, file); });
}

}  // namespace

Status setOffline(Database& database, FolderId folder, const std::string& reason)
{
    SAYSEE_ASSIGN(auto update, database.prepare("UPDATE folders SET online = 0, problem = ? WHERE id = ?"));
    return update.bind({reason, folder.value}).run();
}

Result<std::string> contentHash(const std::filesystem::path& file, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const std::string hexadecimal, base::sha256OfFile(file, task));
    return sql::fromHex(hexadecimal);
}

Result<ScanSummary> scanFolders(Library& library, std::span<const FolderId> chosen, const base::TaskContext& task)
{
    Database& database = library.database();
    SAYSEE_ASSIGN(std::vector<Folder> folders, library.folders().list());
    if (!chosen.empty())
        std::erase_if(folders, [&](const Folder& folder) {
            return std::find(chosen.begin(), chosen.end(), folder.id) == chosen.end();
        });
    SAYSEE_ASSIGN(const Walked walked, walkAll(database, folders, task));
    SAYSEE_ASSIGN(const std::vector<KnownPhoto> known, knownPhotos(database, walked));

    const ContentHash hash = [&](const FoundFile& file) -> std::optional<std::string> {
        if (file.stamp.size > kLargestPhotoFile || task.stopRequested())
            return std::nullopt;
        const auto content = contentHash(walked.roots.at(file.folder) / file.path, task);
        return content ? std::optional(*content) : std::nullopt;
    };
    const ScanPlan plan = planScan(known, walked.files, walked.unread, hash);
    if (task.stopRequested())
        return base::cancelled();
    if (!plan.empty()) {
        SAYSEE_TRY(apply(database, plan, task));
        SAYSEE_TRY(updateStacks(database));
    }
    SAYSEE_TRY(forgetLongGone(database));
    return ScanSummary {plan.added.size(),    plan.changed.size(), plan.moved.size(), plan.gone.size(),
                        plan.returned.size(), plan.unchanged,      walked.offline};
}

Status updateStacks(Database& database)
{
    SAYSEE_ASSIGN(
        auto rows,
        database.prepare("SELECT id, folder_id, path, taken_ms, camera, stack_leader, stack_kind FROM photos "
                         "LEFT JOIN metadata ON photo_id = id WHERE state = 0"));
    std::vector<StackCandidate> photos;
    std::map<PhotoId, StackMember> present;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            break;
        const PhotoId id {rows.integer(0)};
        photos.push_back({id, FolderId {rows.integer(1)}, rows.text(2), rows.integerIfAny(3), rows.text(4)});
        if (const auto leader = rows.integerIfAny(5))
            present.emplace(id, StackMember {id, PhotoId {*leader}, static_cast<StackKind>(rows.integer(6))});
    }
    SAYSEE_ASSIGN(Transaction transaction, Transaction::begin(database));
    for (const StackMember& member : findStacks(photos)) {
        const auto before = present.find(member.photo);
        const bool same = before != present.end() && before->second == member;
        if (before != present.end())
            present.erase(before);
        if (!same)
            SAYSEE_TRY(run(database, "UPDATE photos SET stack_leader = ?, stack_kind = ? WHERE id = ?",
                           {member.leader.value, static_cast<int>(member.kind), member.photo.value}));
    }
    for (const auto& [photo, member] : present)  // no longer in a stack
        SAYSEE_TRY(
            run(database, "UPDATE photos SET stack_leader = NULL, stack_kind = 0 WHERE id = ?", {photo.value}));
    return transaction.commit();
}

}  // namespace saysee::library
