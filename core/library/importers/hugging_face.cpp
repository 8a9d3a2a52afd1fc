// Hugging Face folders (the loaders "imagefolder" and "audiofolder"): a metadata.jsonl beside the media, one folder a
// split. A pair names its files in image_file_name and audio_file_name; sets with one kind of file use file_name.
#include "core/library/importers/format.h"
#include "core/library/walk.h"

#include <algorithm>
#include <map>

namespace saysee::library {

using base::Result;
using base::Status;

namespace {

constexpr std::string_view kManifest = "metadata.jsonl";

std::string splitFolder(const ExchangeRow& row) { return row.split.empty() ? "" : plainName(row.split) + "/"; }

// Moves a text column of the row's own names into a field of ours.
void adopt(ExchangeRow& row, const char* column, std::string& field)
{
    const auto value = row.extra.find(column);
    if (value == row.extra.end() || !value->is_string() || !field.empty())
        return;
    field = value->get<std::string>();
    row.extra.erase(column);
}

void fromTheirNames(ExchangeRow& row)
{
    adopt(row, "image_file_name", row.image);
    adopt(row, "audio_file_name", row.audio);
    const auto file = row.extra.find("file_name");
    const bool picture = file != row.extra.end() && file->is_string()
        && photoFileKind(file->get_ref<const std::string&>()) != PhotoFile::No;
    adopt(row, "file_name", picture ? row.image : row.audio);
    for (const char* column : {"caption", "transcription", "sentence"})
        adopt(row, column, row.text);
}

Status readFolder(const std::filesystem::path& file, const std::string& split, Manifest& manifest)
{
    SAYSEE_ASSIGN(const std::string text, readManifest(file));
    const std::size_t first = manifest.rows.size();
    readJsonLines(text, (split.empty() ? "" : split + "/") + std::string(kManifest), manifest);
    for (std::size_t i = first; i < manifest.rows.size(); ++i) {
        ExchangeRow& row = manifest.rows[i];
        fromTheirNames(row);
        row.split = split;
        for (std::string* path : {&row.image, &row.audio})
            if (!path->empty() && !split.empty())
                path->insert(0, split + "/");
    }
    return {};
}

Result<Manifest> read(const std::filesystem::path& chosen)
{
    std::error_code error;
    Manifest manifest;
    manifest.root = std::filesystem::is_directory(chosen, error) ? chosen : chosen.parent_path();
    std::vector<std::string> splits;
    if (std::filesystem::exists(manifest.root / kManifest, error))
        splits.emplace_back();
    for (const auto& entry : std::filesystem::directory_iterator(manifest.root, error))
        if (entry.is_directory(error) && std::filesystem::exists(entry.path() / kManifest, error))
            splits.push_back(entry.path().filename().string());
    if (splits.empty())
        return base::fail(base::ErrorCode::NotFound, "There is no metadata.jsonl in " + manifest.root.string() + ".");
    std::sort(splits.begin(), splits.end());
    for (const std::string& split : splits)
        SAYSEE_TRY(readFolder(manifest.root / split / kManifest, split, manifest));
    return manifest;
}

Status write(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder)
{
    std::map<std::string, std::string> texts;  // by folder
    for (const ExchangeRow& row : rows) {
        const std::string split = splitFolder(row);
        ExchangeRow without = row;
        without.split.clear();  // the folder says it
        without.image.clear();
        without.audio.clear();
        nlohmann::ordered_json object = nlohmann::ordered_json::object();
        if (!row.image.empty())
            object["image_file_name"] = row.image.substr(split.size());
        if (!row.audio.empty())
            object["audio_file_name"] = row.audio.substr(split.size());
        object.update(toJson(without));
        texts[split] += dump(object) + "\n";
    }
    if (texts.empty())
        texts[""];
    for (const auto& [split, text] : texts)
        SAYSEE_TRY(writeManifest(folder / split / kManifest, text));
    return {};
}

void nameBySplit(std::vector<ExchangeRow>& rows) { nameMedia(rows, splitFolder, "images/", "audio/"); }

}  // namespace

const PairFormat kHuggingFaceFormat = {"huggingface",
                                       "Hugging Face folders: metadata.jsonl beside the files, one folder a split",
                                       read, nameBySplit, write};

}  // namespace saysee::library
