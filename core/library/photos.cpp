#include "core/library/photos.h"

#include "core/library/sql/photo_rows.h"
#include "core/library/sql/photo_words.h"
#include "core/store/database.h"

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::PhotoId;
using base::Result;
using base::Status;
using store::Blob;
using store::Transaction;

Result<Photo> Photos::get(PhotoId photo)
{
    SAYSEE_ASSIGN(std::vector<Photo> found, get(std::span(&photo, 1)));
    if (found.empty())
        return fail(ErrorCode::NotFound,
                    "The library has no photo with the number " + std::to_string(photo.value) + ".");
    return std::move(found.front());
}

Result<std::vector<Photo>> Photos::get(std::span<const PhotoId> photos)
{
    SAYSEE_ASSIGN(auto snapshot, Transaction::begin(m_database, store::TransactionKind::Read));
    SAYSEE_ASSIGN(sql::PhotoReader reader, sql::PhotoReader::prepare(m_database));
    std::vector<Photo> result;
    result.reserve(photos.size());
    for (const PhotoId id : photos) {
        SAYSEE_ASSIGN(std::optional<Photo> photo, reader.read(id));
        if (photo)
            result.push_back(std::move(*photo));
    }
    return result;
}

Result<std::optional<PhotoId>> Photos::at(const std::filesystem::path& path)
{
    std::error_code error;
    const auto absolute = std::filesystem::absolute(path, error).lexically_normal();
    // The file itself may be a link that was found by its name: at first, only its folder is resolved.
    const auto resolved = std::filesystem::weakly_canonical(absolute.parent_path(), error) / absolute.filename();
    const auto followed = std::filesystem::weakly_canonical(absolute, error);
    SAYSEE_ASSIGN(const auto roots, sql::folderRoots(m_database));
    for (const auto& candidate : {absolute, resolved, followed}) {
        for (const auto& [folder, root] : roots) {
            const auto relative = candidate.lexically_relative(root);
            SAYSEE_ASSIGN(const std::int64_t id,
                          m_database.integer("SELECT id FROM photos WHERE folder_id = ? AND path = ? AND state <> 2",
                                             {folder.value, Blob(relative.native())}));
            if (id != 0)
                return PhotoId {id};
        }
    }
    return std::nullopt;
}

Result<std::optional<PhotoId>> Photos::bySha256(std::string_view hexadecimal)
{
    SAYSEE_ASSIGN(const std::int64_t id,
                  m_database.integer("SELECT id FROM photos WHERE sha256 = ? ORDER BY state, id LIMIT 1",
                                     {Blob(sql::fromHex(hexadecimal))}));
    return id == 0 ? std::nullopt : std::optional(PhotoId {id});
}

Result<std::vector<PhotoProblem>> Photos::problems()
{
    SAYSEE_ASSIGN(auto rows,
                  m_database.prepare("SELECT photos.id, folders.path, photos.path, photos.problem FROM photos "
                                     "JOIN folders ON folders.id = folder_id WHERE state = 1 OR photos.problem <> '' "
                                     "ORDER BY photos.id"));
    std::vector<PhotoProblem> problems;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return problems;
        problems.push_back(
            {PhotoId {rows.integer(0)}, std::filesystem::path(rows.text(1)) / rows.text(2), rows.text(3)});
    }
}

Status Photos::retry(std::span<const PhotoId> photos)
{
    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    if (photos.empty())
        SAYSEE_TRY(m_database.execute("UPDATE photos SET state = 0, problem = '' WHERE state = 1"));
    SAYSEE_ASSIGN(auto update,
                  m_database.prepare("UPDATE photos SET state = 0, problem = '' WHERE state = 1 AND id = ?"));
    for (const PhotoId photo : photos)
        SAYSEE_TRY(update.bind({photo.value}).run());
    return transaction.commit();
}

Result<std::vector<std::string>> Photos::allKeywords()
{
    SAYSEE_ASSIGN(auto rows, m_database.prepare("SELECT keyword FROM keywords GROUP BY keyword ORDER BY keyword"));
    std::vector<std::string> keywords;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return keywords;
        keywords.push_back(rows.text(0));
    }
}

Status Photos::setContent(PhotoId photo, const PhotoContent& content)
{
    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    SAYSEE_ASSIGN(auto update,
                  m_database.prepare("UPDATE photos SET sha256 = ?, state = 0, problem = '' WHERE id = ?"));
    SAYSEE_TRY(update.bind({Blob(content.sha256), photo.value}).run());
    SAYSEE_TRY(sql::writeMetadata(m_database, photo, content.metadata, content.sidecarNs));
    SAYSEE_TRY(sql::indexWords(m_database, photo));
    return transaction.commit();
}

Status Photos::setRefused(PhotoId photo, std::string_view reason)
{
    SAYSEE_ASSIGN(auto update, m_database.prepare("UPDATE photos SET problem = ? WHERE id = ?"));
    return update.bind({reason, photo.value}).run();
}

Status Photos::setUnreadable(PhotoId photo, std::string_view reason)
{
    SAYSEE_ASSIGN(auto update, m_database.prepare("UPDATE photos SET state = 1, problem = ? WHERE id = ?"));
    return update.bind({reason, photo.value}).run();
}

}  // namespace saysee::library
