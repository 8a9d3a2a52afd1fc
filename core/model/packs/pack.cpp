#include "core/model/pack.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/base/paths.h"
#include "core/model/checkpoint/config_values.h"
#include "core/model/packs/preprocess_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using nlohmann::json;
using std::filesystem::path;

namespace {

constexpr const char* kManifest = "pack.json";
constexpr std::int64_t kSchema = 1;
constexpr const char* kShipped = "picturebook";
constexpr std::size_t kMaxFiles = 10'000;

bool isName(const std::string& text)
{
    return !text.empty() && text.size() <= 64 && text.front() != '.'
        && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                   || c == '_' || c == '.';
           });
}

// A pack may come from anywhere: none of its paths may lead out of it.
bool staysInside(const path& relative)
{
    return !relative.empty() && relative.is_relative()
        && std::none_of(relative.begin(), relative.end(), [](const path& part) { return part == ".."; });
}

base::Result<path> partPath(ConfigValues& values, const char* key, const path& folder)
{
    const std::string text = values.text(key, "");
    if (text.empty())
        return path();
    if (!staysInside(text))
        return fail(ErrorCode::Corrupt,
                    (folder / kManifest).string() + " names \"" + text.substr(0, 200)
                        + "\", which lies outside the pack.");
    return folder / text;
}

base::Result<PackFile> parseFile(const json& value, const std::string& origin)
{
    ConfigValues values(value, origin);
    PackFile file;
    file.path = values.text("path", "");
    file.size = static_cast<std::uint64_t>(values.integer("size", 0, 0, 1LL << 50));
    file.sha256 = values.text("sha256", "");
    file.url = values.text("url", "");
    SAYSEE_TRY(values.status());
    if (!staysInside(file.path))
        return fail(ErrorCode::Corrupt, origin + " lists a file outside the pack.");
    const bool hash =
        file.sha256.size() == 64 && file.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!hash)
        return fail(ErrorCode::Corrupt, origin + " gives no SHA-256 for \"" + file.path.string() + "\".");
    if (!file.url.empty() && !file.url.starts_with("https://"))
        return fail(ErrorCode::Corrupt,
                    origin + " gives an address for \"" + file.path.string()
                        + "\" that does not start with https://.");
    return file;
}

base::Result<std::vector<PackFile>> parseFiles(const json& manifest, const std::string& origin)
{
    std::vector<PackFile> files;
    const auto listed = manifest.find("files");
    if (listed == manifest.end() || !listed->is_array() || listed->size() > kMaxFiles)
        return fail(ErrorCode::Corrupt, origin + " has no list of files.");
    for (const json& value : *listed) {
        SAYSEE_ASSIGN(PackFile file, parseFile(value, origin));
        files.push_back(std::move(file));
    }
    return files;
}

base::Result<std::vector<std::string>> parseLanguages(const json& manifest, const std::string& origin)
{
    std::vector<std::string> languages;
    for (const json& value : manifest.value("languages", json::array())) {
        if (!value.is_string())
            return fail(ErrorCode::Corrupt, origin + " lists a language that is not text.");
        languages.push_back(value.get<std::string>());
    }
    return languages;
}

base::Status checkFile(const Pack& pack, const PackFile& file)
{
    std::error_code error;
    const path full = pack.folder / file.path;
    const auto size = std::filesystem::file_size(full, error);
    if (error)
        return fail(ErrorCode::ModelMissing,
                    "The model file " + full.string() + " is missing. Fetch it with: saysee model get " + pack.name);
    if (size != file.size)
        return fail(ErrorCode::ModelMissing,
                    "The model file " + full.string() + " has " + std::to_string(size) + " bytes instead of "
                        + std::to_string(file.size) + ". Fetch it again with: saysee model get " + pack.name);
    return {};
}

}  // namespace

std::uint64_t Pack::bytes() const
{
    std::uint64_t sum = 0;
    for (const PackFile& file : files)
        sum += file.size;
    return sum;
}

base::Result<Pack> readPack(const path& folder)
{
    const path file = folder / kManifest;
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return fail(ErrorCode::ModelMissing,
                    "There is no model pack in " + folder.string() + ": it has no pack.json.");
    SAYSEE_ASSIGN(const json manifest, base::readJson(file, 4U << 20U));
    const std::string origin = file.string();
    ConfigValues values(manifest, origin);
    const std::int64_t schema = values.integer("schema", 0, 0, 1'000'000);
    if (schema > kSchema)
        return fail(ErrorCode::VersionMismatch, origin + " was made for a newer version of SaySee.");
    Pack pack;
    pack.folder = folder;
    pack.name = values.text("name", "");
    pack.title = values.text("title", pack.name);
    pack.version = values.text("version", "");
    pack.licence = values.text("licence", "");
    SAYSEE_ASSIGN(pack.recogniser, partPath(values, "recogniser", folder));
    SAYSEE_ASSIGN(pack.imageText, partPath(values, "imageText", folder));
    SAYSEE_ASSIGN(pack.head, partPath(values, "head", folder));
    SAYSEE_TRY(values.status());
    if (schema != kSchema || !isName(pack.name))
        return fail(ErrorCode::Corrupt, origin + " is not a pack manifest: it needs a schema and a plain name.");
    SAYSEE_ASSIGN(pack.languages, parseLanguages(manifest, origin));
    SAYSEE_ASSIGN(pack.files, parseFiles(manifest, origin));
    if (manifest.contains("preprocess")) {
        SAYSEE_ASSIGN(pack.preprocess, preprocessFromPack(manifest["preprocess"], origin));
    }
    return pack;
}

base::Status checkPack(const Pack& pack)
{
    for (const PackFile& file : pack.files)
        SAYSEE_TRY(checkFile(pack, file));
    return {};
}

base::Status verifyPack(const Pack& pack, const base::TaskContext& task)
{
    SAYSEE_TRY(checkPack(pack));
    const std::uint64_t total = pack.bytes();
    std::uint64_t before = 0;
    for (const PackFile& file : pack.files) {
        base::TaskContext part = task;
        part.report = [&](const base::Progress& progress) {
            task.progress({"Checking " + file.path.string(), before + progress.done, total});
        };
        SAYSEE_ASSIGN(const std::string hash, base::sha256OfFile(pack.folder / file.path, part));
        if (hash != file.sha256)
            return fail(ErrorCode::ModelMissing,
                        "The model file " + (pack.folder / file.path).string()
                            + " is damaged. Fetch it again with: saysee model get " + pack.name);
        before += file.size;
    }
    return {};
}

std::vector<path> packDirectories()
{
    std::vector<path> directories = {base::dataDirectory() / "models"};
    std::error_code error;
    const path executable = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error)
        return directories;
    // Installed as bin/saysee beside share/saysee, or built as build/<preset>/bin/saysee below the sources.
    for (const char* const relative : {"../share/saysee/models", "../../../models"}) {
        path candidate = (executable.parent_path() / relative).lexically_normal();
        if (std::filesystem::is_directory(candidate, error))
            directories.push_back(std::move(candidate));
    }
    return directories;
}

std::vector<Pack> listPacks(const std::vector<path>& directories)
{
    std::vector<Pack> packs;
    std::set<std::string> names;
    for (const path& directory : directories) {
        std::vector<path> folders;
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
            if (std::filesystem::exists(entry.path() / kManifest, error))
                folders.push_back(entry.path());
        }
        std::sort(folders.begin(), folders.end());
        for (const path& folder : folders) {
            auto pack = readPack(folder);
            if (!pack)
                base::log(base::LogLevel::Warning, pack.error().message);
            else if (names.insert(pack->name).second)
                packs.push_back(std::move(*pack));
        }
    }
    return packs;
}

base::Result<Pack> findPack(std::string_view nameOrFolder)
{
    std::error_code error;
    const path folder(nameOrFolder);
    if (std::filesystem::exists(folder / kManifest, error))
        return readPack(folder);
    std::string known;
    for (Pack& pack : listPacks()) {
        if (pack.name == nameOrFolder)
            return std::move(pack);
        known += (known.empty() ? "" : ", ") + pack.name;
    }
    return fail(ErrorCode::ModelMissing,
                "There is no model pack \"" + std::string(nameOrFolder) + "\". "
                    + (known.empty() ? "None is installed." : "Installed: " + known + "."));
}

namespace {

path choiceFile() { return base::configDirectory() / "pack"; }

}  // namespace

std::string chosenPack()
{
    const auto stored = base::readFile(choiceFile(), 4096);
    return stored && !stored->empty() ? *stored : kShipped;
}

base::Status choosePack(std::string_view nameOrFolder)
{
    SAYSEE_ASSIGN(const Pack pack, findPack(nameOrFolder));
    std::error_code error;
    const path folder(nameOrFolder);
    const bool byFolder = std::filesystem::exists(folder / kManifest, error);
    std::filesystem::create_directories(choiceFile().parent_path(), error);
    return base::writeFileAtomically(choiceFile(), byFolder ? std::filesystem::absolute(folder).string() : pack.name);
}

}  // namespace saysee::model
