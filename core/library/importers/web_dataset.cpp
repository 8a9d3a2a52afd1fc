// WebDataset: a tar whose files share a key up to the first dot of their name: key.jpg, key.wav, key.json. Plain
// POSIX tar, uncompressed, times and owners zero, so that equal pairs make equal files.
#include "core/base/files.h"
#include "core/library/importers/format.h"
#include "core/library/walk.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <fstream>
#include <map>
#include <memory>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr std::int64_t kLargestMember = 1LL << 30U;
constexpr std::size_t kKeyDigits = 6;

struct CloseReader {
    void operator()(archive* reader) const { ::archive_read_free(reader); }
};
struct CloseWriter {
    void operator()(archive* writer) const { ::archive_write_free(writer); }
};
struct FreeEntry {
    void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};
using Writer = std::unique_ptr<archive, CloseWriter>;

std::string suffixOf(const std::string& path)
{
    const std::string name = path.substr(path.rfind('/') + 1);
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? "" : name.substr(dot);
}

std::string keyOf(const std::string& path) { return path.substr(0, path.size() - suffixOf(path).size()); }

// A new folder beside the tar, so that nothing that is there is touched.
Result<std::filesystem::path> unpackFolder(const std::filesystem::path& tar)
{
    std::error_code error;
    const std::string stem = (tar.parent_path() / tar.stem()).string();
    std::filesystem::path folder = stem;
    for (int number = 2; std::filesystem::exists(folder, error); ++number)
        folder = stem + "-" + std::to_string(number);
    if (!std::filesystem::create_directories(folder, error))
        return fail(ErrorCode::Io, "Cannot create the folder " + folder.string() + ": " + error.message() + ".");
    return folder;
}

Status unpackMember(archive* reader, archive_entry* entry, const std::filesystem::path& target)
{
    std::error_code error;
    std::filesystem::create_directories(target.parent_path(), error);
    std::ofstream file(target, std::ios::binary);
    std::int64_t left = ::archive_entry_size(entry);
    std::string block(1U << 16U, '\0');
    while (left > 0) {
        const la_ssize_t count = ::archive_read_data(reader, block.data(), block.size());
        if (count <= 0)
            return fail(ErrorCode::Corrupt, "it breaks off");
        file.write(block.data(), count);
        left -= count;
    }
    file.close();
    if (!file)
        return fail(ErrorCode::Io, "Cannot write " + target.string() + "; check the free space.");
    return {};
}

// Files by key and suffix. What is no plain file, or has a name that leads elsewhere, becomes a problem.
using Members = std::map<std::string, std::map<std::string, std::string>>;

Result<Members> unpack(const std::filesystem::path& tar, Manifest& manifest)
{
    const std::unique_ptr<archive, CloseReader> reader(::archive_read_new());
    ::archive_read_support_format_tar(reader.get());
    if (::archive_read_open_filename(reader.get(), tar.c_str(), 1U << 16U) != ARCHIVE_OK)
        return fail(ErrorCode::Corrupt, tar.string() + " is no tar file, or is damaged.",
                    ::archive_error_string(reader.get()));
    Members members;
    archive_entry* entry = nullptr;
    while (true) {
        const int status = ::archive_read_next_header(reader.get(), &entry);
        if (status == ARCHIVE_EOF)
            return members;
        if (status < ARCHIVE_WARN)
            return fail(ErrorCode::Corrupt, tar.string() + " is no tar file, or is damaged.",
                        ::archive_error_string(reader.get()));
        // The first is empty where the locale cannot express the name.
        const char* rawName = ::archive_entry_pathname(entry);
        rawName = rawName == nullptr ? ::archive_entry_pathname_utf8(entry) : rawName;
        const std::string name = rawName == nullptr ? "" : rawName;
        if (::archive_entry_filetype(entry) == AE_IFDIR)
            continue;
        const auto target = safeJoin(manifest.root, name);
        if (::archive_entry_filetype(entry) != AE_IFREG || ::archive_entry_hardlink(entry) != nullptr)
            manifest.problems.push_back("\"" + name + "\" is a link or a device; it is left out.");
        else if (!target)
            manifest.problems.push_back(target.error().message + ".");
        else if (::archive_entry_size(entry) > kLargestMember)
            manifest.problems.push_back("\"" + name + "\" is larger than 1 GiB; it is left out.");
        else if (const auto unpacked = unpackMember(reader.get(), entry, *target); unpacked)
            members[keyOf(name)][suffixOf(name)] = name;
        else if (unpacked.error().code == ErrorCode::Io)
            return tl::unexpected(unpacked.error());
        else
            manifest.problems.push_back("\"" + name + "\": " + unpacked.error().message + ".");
    }
}

Result<ExchangeRow> rowOf(const std::map<std::string, std::string>& files, const std::filesystem::path& root)
{
    ExchangeRow row;
    if (const auto json = files.find(".json"); json != files.end()) {
        SAYSEE_ASSIGN(const nlohmann::json object, base::readJson(root / json->second, 16U << 20U));
        SAYSEE_ASSIGN(row, rowFromJson(object));
    } else if (const auto text = files.find(".txt"); text != files.end()) {
        SAYSEE_ASSIGN(row.text, base::readFile(root / text->second, 1U << 20U));
    }
    for (const auto& [suffix, name] : files) {
        if (suffix == ".json" || suffix == ".txt")
            continue;
        (photoFileKind(name) != PhotoFile::No ? row.image : row.audio) = name;
    }
    return row;
}

Result<Manifest> read(const std::filesystem::path& chosen)
{
    SAYSEE_ASSIGN(const auto tar, manifestFile(chosen, "pairs.tar"));
    Manifest manifest;
    SAYSEE_ASSIGN(manifest.root, unpackFolder(tar));
    const auto members = unpack(tar, manifest);
    if (!members) {
        std::error_code ignored;
        std::filesystem::remove(manifest.root, ignored);  // only when it is empty
        return tl::unexpected(members.error());
    }
    for (const auto& [key, files] : *members) {
        auto row = rowOf(files, manifest.root);
        if (row)
            manifest.rows.push_back(std::move(*row));
        else
            manifest.problems.push_back(key + ": " + row.error().message);
    }
    return manifest;
}

// "000012-IMG_1.jpg": the number orders the pairs, the rest tells people what it is. No further dot: it would end the
// key.
void nameByNumber(std::vector<ExchangeRow>& rows)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ExchangeRow& row = rows[i];
        std::string stem = plainName(std::filesystem::path(row.image).stem().string());
        const bool numbered =
            stem.size() > kKeyDigits && stem[kKeyDigits] == '-' && stem.find_first_not_of("0123456789") == kKeyDigits;
        if (numbered)
            stem.erase(0, kKeyDigits + 1);
        // Other letters than ASCII's depend on the locale of whoever unpacks.
        std::replace_if(
            stem.begin(), stem.end(), [](char c) { return c == '.' || static_cast<unsigned char>(c) > 127; }, '_');
        std::string number = std::to_string(i);
        number.insert(0, kKeyDigits - std::min(kKeyDigits, number.size()), '0');
        const std::string key = number + "-" + stem;
        if (!row.image.empty())
            row.image = key + std::filesystem::path(row.image).extension().string();
        if (!row.audio.empty())
            row.audio = key + std::filesystem::path(row.audio).extension().string();
    }
}

Status pack(archive* writer, const std::string& name, const std::string& content)
{
    const std::unique_ptr<archive_entry, FreeEntry> entry(::archive_entry_new());
    ::archive_entry_set_pathname(entry.get(), name.c_str());
    ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0644);
    ::archive_entry_set_mtime(entry.get(), 0, 0);
    const bool written = ::archive_write_header(writer, entry.get()) == ARCHIVE_OK
        && ::archive_write_data(writer, content.data(), content.size()) == static_cast<la_ssize_t>(content.size());
    if (!written)
        return fail(ErrorCode::Io, "Writing the tar failed; check the disk and its free space.",
                    ::archive_error_string(writer));
    return {};
}

Status write(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder)
{
    const auto file = folder / "pairs.tar";
    const Writer writer(::archive_write_new());
    ::archive_write_set_format_pax_restricted(writer.get());  // plain ustar unless a name needs more
    if (::archive_write_open_filename(writer.get(), file.c_str()) != ARCHIVE_OK)
        return fail(ErrorCode::Io, "Cannot write " + file.string() + ".", ::archive_error_string(writer.get()));
    for (const ExchangeRow& row : rows) {
        for (const auto& [name, media] : {std::pair(row.image, row.imageFile), std::pair(row.audio, row.audioFile)}) {
            if (media.empty())
                continue;
            SAYSEE_ASSIGN(const std::string content, base::readFile(media, kLargestMember));
            SAYSEE_TRY(pack(writer.get(), name, content));
        }
        SAYSEE_TRY(pack(writer.get(), keyOf(row.image) + ".json", dump(toJson(row))));
    }
    if (::archive_write_close(writer.get()) != ARCHIVE_OK)
        return fail(ErrorCode::Io, "Cannot write " + file.string() + ".", ::archive_error_string(writer.get()));
    return {};
}

}  // namespace

const PairFormat kWebDatasetFormat = {"webdataset", "WebDataset: a tar of key.jpg, key.wav, key.json",
                                      read,         nameByNumber,
                                      write,        MediaAre::InsideTheFile};

}  // namespace saysee::library
