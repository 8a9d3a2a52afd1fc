// Localized Narratives (Pont-Tuset et al., 2020): JSON Lines with a spoken, timed and traced caption each.
#include "core/base/files.h"
#include "core/library/importers/format.h"

#include <algorithm>

namespace saysee::library {

using base::Result;
using base::Status;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr std::string_view kOwnDataset = "saysee";  // pictures named by their path

std::string textOf(const json& object, const char* name)
{
    const auto value = object.find(name);
    if (value == object.end() || value->is_null())
        return "";
    return value->is_string() ? value->get<std::string>() : value->dump();
}

// COCO 2017 names its files by twelve digits, in one folder a split; the other sets by their ids alone.
std::string imagePath(const std::string& dataset, const std::string& id)
{
    if (dataset.starts_with(kOwnDataset))
        return id;
    if (dataset.starts_with("mscoco_")) {
        const std::string padded = id.size() < 12 ? std::string(12 - id.size(), '0') + id : id;
        return dataset.substr(std::string_view("mscoco_").size()) + "/" + padded + ".jpg";
    }
    return id + ".jpg";
}

std::string splitOf(const std::string& dataset)
{
    return dataset.find("train") != std::string::npos ? "train"
        : dataset.find("val") != std::string::npos    ? "validation"
        : dataset.find("test") != std::string::npos   ? "test"
                                                      : "";
}

ExchangeRow rowOf(const json& object, const std::filesystem::path& root)
{
    const std::string dataset = textOf(object, "dataset_id");
    ExchangeRow row;
    row.image = imagePath(dataset, textOf(object, "image_id"));
    row.text = textOf(object, "caption");
    row.speaker = textOf(object, "annotator_id");
    row.split = splitOf(dataset);
    row.audio = textOf(object, "voice_recording");
    std::error_code error;
    if (!row.audio.empty() && !std::filesystem::exists(root / row.audio, error)
        && std::filesystem::exists(root / "voice-recordings" / row.audio, error))
        row.audio.insert(0, "voice-recordings/");
    for (const char* name : {"dataset_id", "image_id", "timed_caption", "traces"})
        if (object.contains(name))
            row.extra[name] = object[name];
    return row;
}

Status readFile(const std::filesystem::path& file, Manifest& manifest)
{
    const std::string name = file.filename().string();
    SAYSEE_ASSIGN(const std::string text, readManifest(file));
    std::size_t number = 0;
    for (const std::string_view line : linesOf(text)) {
        ++number;
        if (line.empty())
            continue;
        const auto object = base::parseJson(line, name);
        if (object && object->is_object() && object->contains("image_id"))
            manifest.rows.push_back(rowOf(*object, manifest.root));
        else
            manifest.problems.push_back(name + ", line " + std::to_string(number) + ": it is no narrative.");
    }
    return {};
}

Result<Manifest> read(const std::filesystem::path& chosen)
{
    std::error_code error;
    Manifest manifest;
    manifest.root = std::filesystem::is_directory(chosen, error) ? chosen : chosen.parent_path();
    std::vector<std::filesystem::path> files;
    if (manifest.root != chosen)
        files.push_back(chosen);
    else
        for (const auto& entry : std::filesystem::directory_iterator(chosen, error))
            if (entry.path().extension() == ".jsonl")
                files.push_back(entry.path());
    if (files.empty())
        return base::fail(base::ErrorCode::NotFound, "There is no .jsonl file in " + chosen.string() + ".");
    std::sort(files.begin(), files.end());
    for (const auto& file : files)
        SAYSEE_TRY(readFile(file, manifest));
    return manifest;
}

// Carries the split, as the names of the public sets do.
std::string ownDataset(const std::string& split)
{
    return std::string(kOwnDataset) + (split.empty() ? "" : "_" + (split == "validation" ? "val" : plainName(split)));
}

Status write(const std::vector<ExchangeRow>& rows, const std::filesystem::path& folder)
{
    std::string text;
    for (const ExchangeRow& row : rows) {
        const std::string dataset = textOf(row.extra, "dataset_id");
        const bool theirs = !dataset.empty() && !dataset.starts_with(kOwnDataset);
        const bool numbered = !row.speaker.empty() && row.speaker.size() < 10
            && row.speaker.find_first_not_of("0123456789") == std::string::npos
            && (row.speaker == "0" || row.speaker[0] != '0');
        ordered_json object;
        object["dataset_id"] = theirs ? dataset : ownDataset(row.split);
        object["image_id"] = theirs ? textOf(row.extra, "image_id") : row.image;
        if (numbered)
            object["annotator_id"] = std::stoi(row.speaker);
        else if (!row.speaker.empty())
            object["annotator_id"] = row.speaker;
        object["caption"] = row.text;
        for (const char* name : {"timed_caption", "traces"})
            if (row.extra.contains(name))
                object[name] = row.extra[name];
        if (!row.audio.empty())
            object["voice_recording"] = row.audio;
        text += dump(object) + "\n";
    }
    return writeManifest(folder / "localized_narratives.jsonl", text);
}

}  // namespace

const PairFormat kLocalizedNarrativesFormat = {"localized-narratives",
                                               "Localized Narratives: JSON Lines with timed captions and traces",
                                               read, nameMediaPlainly, write};

}  // namespace saysee::library
