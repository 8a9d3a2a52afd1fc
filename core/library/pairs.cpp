#include "core/library/pairs.h"

#include "core/audio/decode.h"
#include "core/base/hash.h"
#include "core/library/photos.h"
#include "core/library/sql/photo_rows.h"
#include "core/library/sql/recording_rows.h"
#include "core/store/database.h"

#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::PairId;
using base::PhotoId;
using base::RecordingId;
using base::Result;
using base::Status;
using store::Blob;
using store::Transaction;

namespace {

Status flush(const std::filesystem::path& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool flushed = file >= 0 && ::fsync(file) == 0;
    const int reason = errno;
    if (file >= 0)
        ::close(file);
    if (!flushed)
        return fail(ErrorCode::Io, "Cannot write " + path.string() + ": " + std::strerror(reason) + ".");
    return {};
}

// Copies beside the target, flushes and renames, so that the name never stands for half a file.
Status copyDurably(const std::filesystem::path& from, const std::filesystem::path& to)
{
    const auto beside = std::filesystem::path(to.native() + ".part");
    std::error_code error;
    std::filesystem::create_directories(to.parent_path(), error);
    if (!error)
        std::filesystem::copy_file(from, beside, std::filesystem::copy_options::overwrite_existing, error);
    Status flushed = error ? Status {} : flush(beside);
    if (!error && flushed)
        std::filesystem::rename(beside, to, error);
    if (error)
        flushed = fail(ErrorCode::Io, "Cannot copy " + from.string() + " into the library: " + error.message() + ".");
    if (!flushed) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        return flushed;
    }
    return flush(to.parent_path());  // the name itself
}

std::string lowerSuffix(const std::filesystem::path& file)
{
    std::string suffix = file.extension().string();
    for (char& c : suffix)
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    const bool plain =
        suffix.size() <= 6 && suffix.find_first_not_of(".abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
    return plain ? suffix : "";
}

std::optional<store::Value> blobOrNull(const std::string& bytes)
{
    return bytes.empty() ? std::nullopt : std::optional<store::Value>(Blob(bytes));
}

std::int64_t today()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts {};
    localtime_r(&now, &parts);
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
    parts.tm_isdst = -1;
    return std::mktime(&parts);
}

constexpr std::string_view kPairColumns = "SELECT pairs.id, photo_id, photo_path, photo_sha256, recording_id, "
                                          "recordings.file, recordings.sha256, duration, "
                                          "recordings.created_at, heard, corrected, language, speaker, verdict, "
                                          "split, lead_time, origin, pairs.created_at, "
                                          "extra FROM pairs LEFT JOIN recordings ON recordings.id = recording_id ";

Pair readPair(const store::Statement& row, const std::filesystem::path& recordings)
{
    Pair pair;
    pair.id = PairId {row.integer(0)};
    if (const auto photo = row.integerIfAny(1))
        pair.photo = PhotoId {*photo};
    pair.photoPath = row.text(2);
    pair.photoSha256 = sql::toHex(row.blob(3));
    if (const auto recording = row.integerIfAny(4))
        pair.recording = Recording {RecordingId {*recording}, recordings / row.text(5), sql::toHex(row.blob(6)),
                                    row.real(7), row.integer(8)};
    pair.heard = row.text(9);
    if (!row.isNull(10))
        pair.corrected = row.text(10);
    pair.language = row.text(11);
    pair.speaker = row.text(12);
    pair.verdict = static_cast<PairVerdict>(row.integer(13));
    pair.split = row.text(14);
    pair.leadSeconds = row.real(15);
    pair.origin = static_cast<PairOrigin>(row.integer(16));
    pair.createdAt = row.integer(17);
    pair.extra = row.text(18);
    return pair;
}

// Fills in what the library knows of the photo, and refuses ids that it does not have.
Result<Pair> completed(store::Database& database, Pair pair)
{
    if (pair.photo) {
        SAYSEE_ASSIGN(auto row, database.prepare("SELECT path, sha256 FROM photos WHERE id = ?"));
        SAYSEE_ASSIGN(const bool found, row.bind({pair.photo->value}).next());
        if (!found)
            return fail(ErrorCode::NotFound, "The photo of this pair is not in the library.");
        if (pair.photoPath.empty())
            pair.photoPath = displayText(sql::fileName(row.text(0)));
        if (pair.photoSha256.empty())
            pair.photoSha256 = sql::toHex(row.blob(1));
    }
    if (pair.photoPath.empty() && pair.photoSha256.empty())
        return fail(ErrorCode::InvalidArgument, "A pair needs a photo.");
    if (pair.recording) {
        SAYSEE_ASSIGN(const std::int64_t present,
                      database.integer("SELECT count(*) FROM recordings WHERE id = ?", {pair.recording->id.value}));
        if (present == 0)
            return fail(ErrorCode::NotFound, "The recording of this pair is not in the library.");
    }
    return pair;
}

base::Error noPair(PairId id)
{
    return {ErrorCode::NotFound, "There is no pair with the number " + std::to_string(id.value) + ".", {}};
}

}  // namespace

Result<Recording> Pairs::addRecording(const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(const audio::Clip clip, audio::decodeFile(file));
    SAYSEE_ASSIGN(const std::string sha256, base::sha256OfFile(file));
    SAYSEE_ASSIGN(const std::optional<Recording> known, recordingBySha256(sha256));
    std::error_code unreachable;
    if (known && std::filesystem::exists(known->file, unreachable))
        return *known;

    // Two letters of folder, so that no folder grows too long to be listed.
    const std::filesystem::path relative = std::filesystem::path(sha256.substr(0, 2)) / (sha256 + lowerSuffix(file));
    SAYSEE_TRY(copyDurably(file, m_recordings / relative));
    if (known)
        return *known;  // its file had been lost
    SAYSEE_ASSIGN(
        auto insert,
        m_database.prepare("INSERT INTO recordings (file, sha256, duration, created_at) VALUES (?, ?, ?, ?)"));
    const std::int64_t now = std::time(nullptr);
    SAYSEE_TRY(insert.bind({relative.native(), Blob(sql::fromHex(sha256)), clip.seconds(), now}).run());
    return Recording {RecordingId {m_database.lastInsertId()}, m_recordings / relative, sha256, clip.seconds(), now};
}

Result<std::optional<Recording>> Pairs::recordingBySha256(std::string_view hexadecimal)
{
    SAYSEE_ASSIGN(auto row,
                  m_database.prepare("SELECT id, file, duration, created_at FROM recordings WHERE sha256 = ?"));
    SAYSEE_ASSIGN(const bool found, row.bind({Blob(sql::fromHex(hexadecimal))}).next());
    if (!found)
        return std::nullopt;
    return Recording {RecordingId {row.integer(0)}, m_recordings / row.text(1), std::string(hexadecimal), row.real(2),
                      row.integer(3)};
}

Result<PairId> Pairs::add(const Pair& given)
{
    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    SAYSEE_ASSIGN(const Pair pair, completed(m_database, given));
    SAYSEE_ASSIGN(
        auto insert,
        m_database.prepare("INSERT INTO pairs (photo_id, photo_path, photo_sha256, recording_id, heard, corrected, "
                           "language, speaker, verdict, split, lead_time, origin, extra, created_at) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    const auto photo = pair.photo ? std::optional(pair.photo->value) : std::nullopt;
    const auto recording = pair.recording ? std::optional(pair.recording->id.value) : std::nullopt;
    const std::string hash = sql::fromHex(pair.photoSha256);
    const std::int64_t created = pair.createdAt != 0 ? pair.createdAt : std::time(nullptr);
    SAYSEE_TRY(insert
                   .bind({photo, pair.photoPath, blobOrNull(hash), recording, pair.heard, pair.corrected,
                          pair.language, pair.speaker, static_cast<int>(pair.verdict), pair.split, pair.leadSeconds,
                          static_cast<int>(pair.origin), pair.extra, created})
                   .run());
    const PairId id {m_database.lastInsertId()};
    SAYSEE_TRY(transaction.commit());
    return id;
}

Status Pairs::update(const Pair& given)
{
    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    SAYSEE_ASSIGN(const Pair pair, completed(m_database, given));
    SAYSEE_ASSIGN(
        auto update,
        m_database.prepare("UPDATE pairs SET photo_id = ?, photo_path = ?, photo_sha256 = ?, recording_id = ?, "
                           "heard = ?, corrected = ?, language = ?, speaker = ?, verdict = ?, split = ?, "
                           "lead_time = ?, origin = ?, extra = ? WHERE id = ?"));
    const auto photo = pair.photo ? std::optional(pair.photo->value) : std::nullopt;
    const auto recording = pair.recording ? std::optional(pair.recording->id.value) : std::nullopt;
    const std::string hash = sql::fromHex(pair.photoSha256);
    SAYSEE_TRY(update
                   .bind({photo, pair.photoPath, blobOrNull(hash), recording, pair.heard, pair.corrected,
                          pair.language, pair.speaker, static_cast<int>(pair.verdict), pair.split, pair.leadSeconds,
                          static_cast<int>(pair.origin), pair.extra, pair.id.value})
                   .run());
    if (m_database.changedRows() == 0)
        return tl::unexpected(noPair(pair.id));
    return transaction.commit();
}

Result<std::vector<PairId>> Pairs::mark(std::span<const PairId> chosen, PairVerdict verdict)
{
    SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
    std::vector<PairId> pairs(chosen.begin(), chosen.end());
    if (chosen.empty()) {
        SAYSEE_ASSIGN(const auto waiting, list({.verdict = PairVerdict::Unchecked}));
        for (const Pair& pair : waiting)
            pairs.push_back(pair.id);
    }
    SAYSEE_ASSIGN(auto update, m_database.prepare("UPDATE pairs SET verdict = ? WHERE id = ?"));
    for (const PairId pair : pairs) {
        SAYSEE_TRY(update.bind({static_cast<int>(verdict), pair.value}).run());
        if (m_database.changedRows() == 0)
            return tl::unexpected(noPair(pair));
    }
    SAYSEE_TRY(transaction.commit());
    return pairs;
}

Status Pairs::remove(PairId id)
{
    SAYSEE_ASSIGN(const Pair pair, get(id));
    bool orphaned = false;
    {
        SAYSEE_ASSIGN(auto transaction, Transaction::begin(m_database));
        SAYSEE_ASSIGN(auto remove, m_database.prepare("DELETE FROM pairs WHERE id = ?"));
        SAYSEE_TRY(remove.bind({id.value}).run());
        if (pair.recording) {
            SAYSEE_ASSIGN(orphaned, sql::forgetIfUnused(m_database, pair.recording->id));
        }
        SAYSEE_TRY(transaction.commit());
    }
    std::error_code error;
    if (orphaned)
        std::filesystem::remove(pair.recording->file, error);
    return {};
}

Result<Pair> Pairs::get(PairId id)
{
    SAYSEE_ASSIGN(auto row, m_database.prepare(std::string(kPairColumns) + "WHERE pairs.id = ?"));
    SAYSEE_ASSIGN(const bool found, row.bind({id.value}).next());
    if (!found)
        return tl::unexpected(noPair(id));
    return readPair(row, m_recordings);
}

Result<std::vector<Pair>> Pairs::list(const PairFilter& filter)
{
    SAYSEE_ASSIGN(auto rows,
                  m_database.prepare(std::string(kPairColumns)
                                     + "WHERE (?1 IS NULL OR photo_id = ?1) AND (?2 IS NULL OR verdict = ?2) "
                                       "ORDER BY pairs.id"));
    const auto photo = filter.photo ? std::optional(filter.photo->value) : std::nullopt;
    const auto verdict = filter.verdict ? std::optional(static_cast<int>(*filter.verdict)) : std::nullopt;
    rows.bind({photo, verdict});
    std::vector<Pair> pairs;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return pairs;
        pairs.push_back(readPair(rows, m_recordings));
    }
}

Result<PairCounts> Pairs::counts()
{
    SAYSEE_ASSIGN(
        auto row,
        m_database.prepare("SELECT count(*), coalesce(sum(verdict = 1), 0), coalesce(sum(created_at >= ?), 0), "
                           "count(DISTINCT coalesce(photo_id, photo_path)), "
                           "count(DISTINCT nullif(speaker, '')) FROM pairs"));
    SAYSEE_TRY(row.bind({today()}).next());
    const auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
    return PairCounts {number(0), number(1), number(2), number(3), number(4)};
}

Result<std::uint64_t> Pairs::relink()
{
    SAYSEE_ASSIGN(
        auto update,
        m_database.prepare("UPDATE pairs SET photo_id = "
                           "(SELECT id FROM photos WHERE sha256 = photo_sha256 ORDER BY state, id LIMIT 1) "
                           "WHERE photo_id IS NULL AND EXISTS (SELECT 1 FROM photos WHERE sha256 = photo_sha256)"));
    SAYSEE_TRY(update.run());
    return static_cast<std::uint64_t>(m_database.changedRows());
}

}  // namespace saysee::library
