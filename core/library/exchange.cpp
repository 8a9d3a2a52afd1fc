#include "core/library/exchange.h"

#include "core/base/hash.h"
#include "core/library/importers/format.h"
#include "core/library/pair_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kRowsPerTransaction = 100;

Result<const PairFormat*> formatCalled(std::string_view name)
{
    std::string names;
    for (const PairFormat& format : allPairFormats()) {
        if (format.name == name)
            return &format;
        names += (names.empty() ? "" : ", ") + std::string(format.name);
    }
    return fail(ErrorCode::InvalidArgument,
                "There is no format \"" + std::string(name) + "\"; choose one of " + names + ".");
}

std::string textOf(const nlohmann::json& extra)
{
    return extra.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// What `extra` keeps of a recording that did not come along.
constexpr auto kAudioHash = "audio_sha256";
constexpr auto kAudioName = "audio";
constexpr auto kAudioSeconds = "duration_s";

std::string absentRecording(const Pair& pair)
{
    const auto extra = nlohmann::json::parse(pair.extra, nullptr, false);
    for (const char* name : {kAudioHash, kAudioName})
        if (const auto value = extra.find(name); value != extra.end() && value->is_string())
            return value->get<std::string>();
    return "";
}

// Programs write hashes in either case; what is no SHA-256 names nothing that could be looked for.
Status readHash(std::string& hash)
{
    std::transform(hash.begin(), hash.end(), hash.begin(),
                   [](char c) { return static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c); });
    if (hash.empty() || (hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string::npos))
        return {};
    return fail(ErrorCode::Corrupt,
                "\"" + hash.substr(0, 80) + "\" is no SHA-256 (64 hexadecimal digits); its row is left out.");
}

// One import: turns rows into pairs, row by row.
class Import {
public:
    Import(Library& library, Manifest manifest) : m_library(library), m_manifest(std::move(manifest))
    {
        m_report.problems = std::move(m_manifest.problems);
    }

    Result<ExchangeReport> run(const base::TaskContext& task)
    {
        SAYSEE_ASSIGN(const std::vector<Pair> present, m_library.pairs().list());
        for (const Pair& pair : present)
            m_present.emplace(identity(pair), Known {pair.id, pair.recording.has_value()});
        SAYSEE_TRY(admitEditedPhotos(present));
        const auto& rows = m_manifest.rows;
        for (std::size_t begin = 0; begin < rows.size(); begin += kRowsPerTransaction) {
            const std::size_t end = std::min(rows.size(), begin + kRowsPerTransaction);
            std::vector<ReadRow> read;
            Status taken;
            for (std::size_t i = begin; i < end && taken; ++i) {
                taken = task.stopRequested() ? base::cancelled() : take(rows[i], read);
                task.progress({"Reading pairs", i + 1, rows.size()});
            }
            const Status kept = keep(read);  // what came before a failure, too
            SAYSEE_TRY(taken);
            SAYSEE_TRY(kept);
        }
        SAYSEE_TRY(m_library.pairs().relink());  // those of an earlier import, too
        return m_report;
    }

private:
    // Whether two pairs say the same of the same. What was recorded says the same however its words are corrected. A
    // recording that did not come along is told by its hash, else by its name: two people may say the same words.
    using Identity = std::tuple<std::string, std::string, std::string, std::string>;
    static Identity identity(const Pair& pair)
    {
        const std::string recording = pair.recording ? pair.recording->sha256 : absentRecording(pair);
        return {pair.photoSha256.empty() ? pair.photoPath : pair.photoSha256, recording,
                recording.empty() ? pair.text() : std::string(), pair.speaker};
    }
    struct Known {
        base::PairId pair;
        bool hasRecording = false;
    };

    // Exported since its photo was edited, a pair comes back with the hash of what the photo is now.
    Status admitEditedPhotos(std::vector<Pair> present)
    {
        std::set<base::PhotoId> photos;
        for (const Pair& pair : present)
            if (pair.photo)
                photos.insert(*pair.photo);
        SAYSEE_ASSIGN(const auto known,
                      m_library.photos().get(std::vector<base::PhotoId>(photos.begin(), photos.end())));
        std::map<base::PhotoId, std::string> hashes;
        for (const Photo& photo : known)
            hashes.emplace(photo.id, photo.sha256);
        for (Pair& pair : present) {
            const auto now = pair.photo ? hashes.find(*pair.photo) : hashes.end();
            if (now == hashes.end() || now->second.empty())
                continue;
            pair.photoSha256 = now->second;
            m_present.emplace(identity(pair), Known {pair.id, pair.recording.has_value()});
        }
        return {};
    }

    struct ReadRow {
        Pair pair;
        bool namesSound = false;
    };

    // Reads and copies the row's files, which may take long: nobody else's writing waits for it. A row that is wrong
    // becomes a problem; only the database's failures and a full disk end the import.
    Status take(ExchangeRow row, std::vector<ReadRow>& read)
    {
        Pair pair = described(row);
        Status joined = readHash(row.imageSha256);
        if (joined)
            joined = readHash(row.audioSha256);
        if (joined)
            joined = joinPhoto(row, pair);
        if (joined)
            joined = joinRecording(row, pair);
        if (!joined && (joined.error().code == ErrorCode::Io || joined.error().code == ErrorCode::Busy))
            return joined;
        if (joined)
            read.push_back({std::move(pair), !row.audio.empty()});
        else
            m_report.problems.push_back(joined.error().message);
        return {};
    }

    Status keep(const std::vector<ReadRow>& rows)
    {
        if (rows.empty())
            return {};
        SAYSEE_ASSIGN(auto transaction, store::Transaction::begin(m_library.database()));
        Status written;
        for (std::size_t i = 0; i < rows.size() && written; ++i) {
            const Status kept = keep(rows[i]);
            if (!kept && kept.error().code == ErrorCode::NotFound)  // removed from the library since the row was read
                m_report.problems.push_back(kept.error().message);
            else
                written = kept;
        }
        SAYSEE_TRY(transaction.commit());
        return written;
    }

    Status keep(const ReadRow& row)
    {
        const Pair& pair = row.pair;
        if (const auto known = m_present.find(identity(pair)); known != m_present.end()) {
            ++m_report.known;
            return pair.recording && !known->second.hasRecording ? complete(known->second, *pair.recording)
                                                                 : Status {};
        }
        SAYSEE_ASSIGN(const base::PairId id, m_library.pairs().add(pair));
        m_present.emplace(identity(pair), Known {id, pair.recording.has_value()});
        ++m_report.pairs;
        m_report.withoutPhoto += pair.photo ? 0 : 1;
        m_report.withoutRecording += pair.recording || !row.namesSound ? 0 : 1;
        return {};
    }

    // The recording of a pair that came without it.
    Status complete(Known& known, const Recording& recording)
    {
        SAYSEE_ASSIGN(Pair pair, m_library.pairs().get(known.pair));
        nlohmann::json extra = nlohmann::json::parse(pair.extra, nullptr, false);
        for (const char* name : {kAudioHash, kAudioName, kAudioSeconds})
            if (extra.is_object())
                extra.erase(name);
        pair.extra = textOf(extra);
        pair.recording = recording;
        known.hasRecording = true;
        return m_library.pairs().update(pair);
    }

    static Pair described(const ExchangeRow& row)
    {
        Pair pair;
        pair.photoPath = row.image;
        pair.heard = row.heard ? *row.heard : row.text;
        if (row.heard)
            pair.corrected = row.text;
        pair.language = row.language;
        pair.speaker = row.speaker;
        pair.split = row.split;
        pair.leadSeconds = row.leadSeconds;
        pair.createdAt = row.createdAt;
        pair.verdict = verdictCalled(row.verdict).value_or(PairVerdict::Unchecked);
        pair.origin = originCalled(row.origin).value_or(PairOrigin::Imported);
        pair.extra = textOf(row.extra);
        return pair;
    }

    // The file's hash, computed once a file; empty when the file is not there.
    Result<std::string> hashOf(const std::string& path, const std::string& expected)
    {
        SAYSEE_ASSIGN(const auto file, safeJoin(m_manifest.root, path));
        const auto known = m_hashes.find(path);
        std::error_code error;
        if (known == m_hashes.end() && !std::filesystem::is_regular_file(file, error))
            return std::string();
        if (known == m_hashes.end()) {
            const auto computed = base::sha256OfFile(file);
            if (!computed)  // the row's own failure, not the library's
                return fail(ErrorCode::Corrupt, computed.error().message, computed.error().detail);
            m_hashes[path] = *computed;
        }
        const std::string& hash = m_hashes[path];
        if (!expected.empty() && hash != expected)
            return fail(ErrorCode::Corrupt, "\"" + path + "\" is not the file that was meant: its content differs.");
        return hash;
    }

    Status joinPhoto(const ExchangeRow& row, Pair& pair)
    {
        if (row.image.empty() && row.imageSha256.empty())
            return fail(ErrorCode::Corrupt, "A row names no picture; it is left out.");
        pair.photoSha256 = row.imageSha256;
        if (!row.image.empty()) {
            SAYSEE_ASSIGN(const std::string hash, hashOf(row.image, row.imageSha256));
            if (!hash.empty())
                pair.photoSha256 = hash;
        }
        if (!pair.photoSha256.empty()) {
            SAYSEE_ASSIGN(pair.photo, m_library.photos().bySha256(pair.photoSha256));
        }
        if (!pair.photo && !row.image.empty()) {
            SAYSEE_ASSIGN(pair.photo, m_library.photos().at(m_manifest.root / row.image));
        }
        return {};
    }

    Status joinRecording(const ExchangeRow& row, Pair& pair)
    {
        if (row.audio.empty())
            return {};
        SAYSEE_ASSIGN(const std::string hash, hashOf(row.audio, row.audioSha256));
        if (!hash.empty()) {
            SAYSEE_ASSIGN(pair.recording, m_library.pairs().addRecording(m_manifest.root / row.audio));
            return {};
        }
        SAYSEE_ASSIGN(pair.recording, m_library.pairs().recordingBySha256(row.audioSha256));
        if (!pair.recording) {  // keeps what is known of it, so that it is written again
            nlohmann::json extra = row.extra;
            extra[kAudioName] = row.audio;
            if (!row.audioSha256.empty())
                extra[kAudioHash] = row.audioSha256;
            if (row.seconds)
                extra[kAudioSeconds] = *row.seconds;
            pair.extra = textOf(extra);
        }
        return {};
    }

    Library& m_library;
    Manifest m_manifest;
    ExchangeReport m_report;
    std::map<std::string, std::string> m_hashes;  // by path
    std::map<Identity, Known> m_present;
};

// What is written about a pair, and where its files are.
Result<ExchangeRow> rowOf(Library& library, const Pair& pair, ExchangeReport& report)
{
    SAYSEE_ASSIGN(ExchangeRow row, rowFromJson(nlohmann::json::parse(pair.extra, nullptr, false)));
    row.image = pair.photoPath.empty() ? pair.photoSha256 + ".jpg" : pair.photoPath;
    row.imageSha256 = pair.photoSha256;
    row.text = pair.text();
    if (pair.corrected)
        row.heard = pair.heard;
    row.language = pair.language;
    row.speaker = pair.speaker;
    row.split = pair.split;
    row.createdAt = pair.createdAt;
    row.leadSeconds = pair.leadSeconds;
    if (pair.verdict != PairVerdict::Unchecked)
        row.verdict = nameOf(pair.verdict);
    row.origin = nameOf(pair.origin);
    if (pair.recording) {
        row.audio = pair.recording->file.filename().string();
        row.audioSha256 = pair.recording->sha256;
        row.audioFile = pair.recording->file;
        row.seconds = pair.recording->seconds;
    }
    if (pair.photo) {
        SAYSEE_ASSIGN(const Photo photo, library.photos().get(*pair.photo));
        if (photo.state != PhotoState::Gone)
            row.imageFile = photo.path;
        else  // a file of that name is another photo
            report.notes.push_back("The photo " + photo.path.string() + " is gone; only its name is written.");
        if (row.imageSha256.empty())
            row.imageSha256 = photo.sha256;
    }
    return row;
}

// A picture may have been edited since it was described: what goes along is told by the hash that it has now.
Status hashPictures(std::vector<ExchangeRow>& rows, const base::TaskContext& task)
{
    std::map<std::filesystem::path, std::string> hashes;
    std::uint64_t done = 0;
    for (ExchangeRow& row : rows) {
        task.progress({"Checking photos", ++done, rows.size()});
        if (row.imageFile.empty())
            continue;
        std::string& hash = hashes[row.imageFile];
        if (hash.empty()) {
            SAYSEE_ASSIGN(hash, base::sha256OfFile(row.imageFile, {task.stop, {}}));
        }
        row.imageSha256 = hash;
    }
    return {};
}

Status copyMedia(const ExchangeRow& row, const std::filesystem::path& folder, std::set<std::string>& copied)
{
    for (const auto& [name, file] : {std::pair(row.image, row.imageFile), std::pair(row.audio, row.audioFile)}) {
        if (file.empty() || !copied.insert(name).second)
            continue;
        std::error_code error;
        std::filesystem::create_directories((folder / name).parent_path(), error);
        std::filesystem::copy_file(file, folder / name, error);
        if (error)
            return fail(ErrorCode::Io,
                        "Cannot copy " + file.string() + " to " + folder.string() + ": " + error.message() + ".");
    }
    return {};
}

// Files that are not there are named instead of copied.
void dropAbsent(ExchangeRow& row, ExchangeReport& report)
{
    std::error_code error;
    for (std::filesystem::path* file : {&row.imageFile, &row.audioFile}) {
        if (!file->empty() && !std::filesystem::is_regular_file(*file, error)) {
            report.notes.push_back("The file " + file->string() + " is not there; only its name is written.");
            file->clear();
        }
    }
    report.withoutPhoto += row.imageFile.empty() ? 1 : 0;
    report.withoutRecording += row.audioFile.empty() && !row.audio.empty() ? 1 : 0;
}

Status refuseUsedFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!std::filesystem::is_directory(folder, error))
        return fail(ErrorCode::Io, "Cannot create the folder " + folder.string() + ".", error.message());
    if (!std::filesystem::is_empty(folder, error))
        return fail(ErrorCode::InvalidArgument,
                    "The folder " + folder.string() + " is not empty; choose another one.");
    return {};
}

}  // namespace

std::vector<PairFormatInfo> pairFormats()
{
    std::vector<PairFormatInfo> formats;
    for (const PairFormat& format : allPairFormats())
        formats.push_back({format.name, format.description});
    return formats;
}

Result<ExchangeReport> importPairs(Library& library, std::string_view formatName, const std::filesystem::path& path,
                                   const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const PairFormat* format, formatCalled(formatName));
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(ErrorCode::NotFound, "There is no file or folder " + path.string() + ".");
    SAYSEE_ASSIGN(Manifest manifest, format->read(std::filesystem::absolute(path)));
    return Import(library, std::move(manifest)).run(task);
}

Result<ExchangeReport> exportPairs(Library& library, std::string_view formatName, const std::filesystem::path& folder,
                                   Media media, const PairFilter& filter, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const PairFormat* format, formatCalled(formatName));
    SAYSEE_TRY(refuseUsedFolder(folder));
    SAYSEE_ASSIGN(const std::vector<Pair> pairs, library.pairs().list(filter));
    ExchangeReport report;
    std::vector<ExchangeRow> rows;
    for (const Pair& pair : pairs) {
        SAYSEE_ASSIGN(ExchangeRow row, rowOf(library, pair, report));
        dropAbsent(row, report);
        rows.push_back(std::move(row));
    }
    if (media == Media::Leave)
        for (ExchangeRow& row : rows)
            row.imageFile = row.audioFile = std::filesystem::path();
    SAYSEE_TRY(hashPictures(rows, task));
    format->nameMedia(rows);
    std::set<std::string> copied;
    for (const ExchangeRow& row : rows) {
        if (task.stopRequested())
            return base::cancelled();
        if (format->media == MediaAre::BesideTheFile)
            SAYSEE_TRY(copyMedia(row, folder, copied));
        task.progress({"Writing pairs", ++report.pairs, rows.size()});
    }
    SAYSEE_TRY(format->write(rows, folder));
    return report;
}

}  // namespace saysee::library
