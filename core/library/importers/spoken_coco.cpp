// SpokenCOCO (Hsu et al., 2021): SpokenCOCO_<split>.json, {"data": [{"image", "captions": [{"text", "speaker",
// "uttid", "wav"}]}]}; also the "unrolled" form with one "caption" an entry.
#include "core/base/files.h"
#include "core/library/importers/format.h"

#include <algorithm>
#include <map>

namespace saysee::library {

using base::Result;
using base::Status;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

std::string splitOf(const std::string& fileName)
{
    return fileName.find("train") != std::string::npos ? "train"
        : fileName.find("val") != std::string::npos    ? "validation"
        : fileName.find("test") != std::string::npos   ? "test"
                                                       : "";
}

std::string textAt(const json& object, const char* name)
{
    const auto value = object.find(name);
    return value != object.end() && value->is_string() ? value->get<std::string>() : "";
}

// The pictures of COCO often lie in a folder of their own.
std::string placeOf(const std::filesystem::path& root, const std::string& path, const char* alternative)
{
    std::error_code error;
    const bool elsewhere = !path.empty() && !std::filesystem::exists(root / path, error)
        && std::filesystem::exists(root / alternative / path, error);
    return elsewhere ? alternative + ("/" + path) : path;
}

void addCaption(const json& entry, const json& caption, const std::string& split, Manifest& manifest)
{
    ExchangeRow row;
    row.image = placeOf(manifest.root, textAt(entry, "image"), "mscoco_img");
    row.audio = placeOf(manifest.root, textAt(caption, "wav"), "SpokenCOCO");
    row.text = textAt(caption, "text");
    row.speaker = textAt(caption, "speaker");
    row.split = split;
    if (const std::string id = textAt(caption, "uttid"); !id.empty())
        row.extra["uttid"] = id;
    manifest.rows.push_back(std::move(row));
}

Status readFile(const std::filesystem::path& file, Manifest& manifest)
{
    const std::string name = file.filename().string();
    SAYSEE_ASSIGN(const std::string text, readManifest(file));
    SAYSEE_ASSIGN(const json document, base::parseJson(text, name));
    const auto data = document.find("data");
    if (!document.is_object() || data == document.end() || !data->is_array())
        return base::fail(base::ErrorCode::Corrupt, name + " has no list \"data\"; it is no SpokenCOCO file.");
    for (const json& entry : *data) {
        const auto captions = entry.is_object() ? entry.find("captions") : entry.end();
        const auto caption = entry.is_object() ? entry.find("caption") : entry.end();
        if (!entry.is_object() || (captions == entry.end() && caption == entry.end())) {
            manifest.problems.push_back(name + ": an entry has no captions.");
            continue;
        }
        for (const json& one : captions != entry.end() ? *captions : json::array({*caption}))
            addCaption(entry, one.is_object() ? one : json::object(), splitOf(name), manifest);
    }
    return {};
}

Result<Manifest> read(const std::filesystem::path& chosen)
{
    std::error_code error;
    Manifest manifest;
    if (!std::filesystem::is_directory(chosen, error)) {
        manifest.root = chosen.parent_path();
        SAYSEE_TRY(readFile(chosen, manifest));
        return manifest;
    }
    manifest.root = chosen;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(chosen, error))
        if (const std::string name = entry.path().filename().string();
            name.starts_with("SpokenCOCO") && name.ends_with(".json"))
            files.push_back(entry.path());
    if (files.empty())
        return base::fail(base::ErrorCode::NotFound, "There is no SpokenCOCO_*.json in " + chosen.string() + ".");
    std::sort(files.begin(), files.end());
    for (const auto& file : files)
        SAYSEE_TRY(readFile(file, manifest));
    return manifest;
}

std::string utteranceOf(const ExchangeRow& row, std::size_t number)
{
    const std::string known = textAt(row.extra, "uttid");
    const std::string speaker = row.speaker.empty() ? "unknown" : plainName(row.speaker);
    return !known.empty()
        ? known
        : speaker + "_" + std::filesystem::path(row.image).stem().string() + "_" + std::to_string(number);
}

Status write(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder)
{
    struct Document {
        ordered_json data = ordered_json::array();
        std::map<std::string, std::size_t> places;  // of pictures in data
    };
    std::map<std::string, Document> documents;  // by file name
    for (const ExchangeRow& row : rows) {
        const std::string split = row.split == "validation" ? "val" : plainName(row.split);
        Document& document = documents["SpokenCOCO" + (split.empty() ? "" : "_" + split) + ".json"];
        const auto [place, added] = document.places.emplace(row.image, document.data.size());
        if (added)
            document.data.push_back({{"image", row.image}, {"captions", ordered_json::array()}});
        ordered_json& captions = document.data[place->second]["captions"];
        ordered_json caption = {
            {"text", row.text}, {"speaker", row.speaker}, {"uttid", utteranceOf(row, captions.size())}};
        if (!row.audio.empty())
            caption["wav"] = row.audio;
        captions.push_back(std::move(caption));
    }
    if (documents.empty())
        documents["SpokenCOCO.json"];
    for (const auto& [name, document] : documents)
        SAYSEE_TRY(writeManifest(folder / name, dump({{"data", document.data}}) + "\n"));
    return {};
}

}  // namespace

const PairFormat kSpokenCocoFormat = {"spokencoco", "SpokenCOCO JSON: captions and recordings by picture", read,
                                      nameMediaPlainly, write};

}  // namespace saysee::library
