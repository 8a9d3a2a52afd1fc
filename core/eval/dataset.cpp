#include "core/eval/dataset.h"

#include "core/base/files.h"

#include <functional>

namespace saysee::eval {

namespace {

using base::ErrorCode;
using nlohmann::json;

constexpr std::uint64_t kLongestList = 1U << 30U;  // bytes

tl::unexpected<base::Error> wrong(const std::string& where, const std::string& what)
{
    return base::fail(ErrorCode::Corrupt, where + ": " + what + ".");
}

// Calls `read` with every line's object and where it stands.
base::Status readLines(const std::filesystem::path& file,
                       const std::function<base::Status(const json&, const std::string& where)>& read)
{
    SAYSEE_ASSIGN(const std::string text, base::readFile(file, kLongestList));
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const std::string where = file.string() + ", line " + std::to_string(number);
        SAYSEE_ASSIGN(const json object, base::parseJson(line, where));
        if (!object.is_object())
            return wrong(where, "an object is expected");
        SAYSEE_TRY(read(object, where));
    }
    return {};
}

base::Status readLinesIfThere(const std::filesystem::path& file,
                              const std::function<base::Status(const json&, const std::string& where)>& read)
{
    return std::filesystem::exists(file) ? readLines(file, read) : base::Status();
}

base::Result<std::string> textOf(const json& object, const char* key, const std::string& where)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string())
        return wrong(where, std::string("\"") + key + "\" is missing or no text");
    return found->get<std::string>();
}

std::string textOr(const json& object, const char* key, const char* otherwise)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

// One text or a list of texts.
base::Result<std::vector<std::string>> textsOf(const json& value, const std::string& where)
{
    std::vector<std::string> texts;
    for (const json& item : value.is_array() ? value : json::array({value})) {
        if (!item.is_string())
            return wrong(where, "a text or a list of texts is expected");
        texts.push_back(item.get<std::string>());
    }
    return texts;
}

base::Result<std::filesystem::path> inside(const std::filesystem::path& folder, const std::string& name,
                                           const std::string& where)
{
    const auto relative = std::filesystem::path(name).lexically_normal();
    if (name.empty() || relative.is_absolute() || *relative.begin() == "..")
        return base::fail(ErrorCode::InvalidArgument, where + ": \"" + name + "\" leads out of the folder.");
    return folder / relative;
}

base::Result<std::filesystem::path> fileOf(const json& object, const char* key, const std::filesystem::path& folder,
                                           const std::string& where)
{
    SAYSEE_ASSIGN(const std::string name, textOf(object, key, where));
    return inside(folder, name, where);
}

base::Status readPictures(const std::filesystem::path& folder, Dataset& dataset)
{
    return readLines(folder / "pictures.jsonl", [&](const json& line, const std::string& where) -> base::Status {
        DatasetPicture picture;
        SAYSEE_ASSIGN(picture.file, fileOf(line, "path", folder, where));
        SAYSEE_ASSIGN(picture.captions, textsOf(line.value("captions", json::array()), where));
        dataset.pictures.push_back(std::move(picture));
        return {};
    });
}

base::Status readSpeech(const std::filesystem::path& folder, Dataset& dataset)
{
    return readLinesIfThere(folder / "speech.jsonl", [&](const json& line, const std::string& where) -> base::Status {
        DatasetUtterance utterance;
        const auto picture = line.find("picture");
        if (picture == line.end() || !picture->is_number_unsigned()
            || picture->get<std::uint64_t>() >= dataset.pictures.size())
            return wrong(where, "\"picture\" is no line of pictures.jsonl");
        utterance.picture = picture->get<std::size_t>();
        SAYSEE_ASSIGN(utterance.file, fileOf(line, "path", folder, where));
        SAYSEE_ASSIGN(utterance.text, textOf(line, "text", where));
        utterance.speaker = textOr(line, "speaker", "");
        utterance.condition = textOr(line, "condition", "clean");
        dataset.utterances.push_back(std::move(utterance));
        return {};
    });
}

base::Status readTone(const std::filesystem::path& folder, Dataset& dataset)
{
    return readLinesIfThere(folder / "tone.jsonl", [&](const json& line, const std::string& where) -> base::Status {
        ToneClip clip;
        SAYSEE_ASSIGN(clip.file, fileOf(line, "path", folder, where));
        SAYSEE_ASSIGN(clip.picture, fileOf(line, "picture", folder, where));
        SAYSEE_ASSIGN(clip.other, fileOf(line, "other", folder, where));
        dataset.tone.push_back(std::move(clip));
        return {};
    });
}

base::Status readBad(const std::filesystem::path& folder, Dataset& dataset)
{
    return readLinesIfThere(folder / "bad.jsonl", [&](const json& line, const std::string& where) -> base::Status {
        BadClip clip;
        SAYSEE_ASSIGN(clip.file, fileOf(line, "path", folder, where));
        SAYSEE_ASSIGN(clip.kind, textOf(line, "kind", where));
        dataset.bad.push_back(std::move(clip));
        return {};
    });
}

base::Status readImageFolder(const std::filesystem::path& folder, Dataset& dataset)
{
    return readLines(folder / "metadata.jsonl", [&](const json& line, const std::string& where) -> base::Status {
        DatasetPicture picture;
        SAYSEE_ASSIGN(picture.file, fileOf(line, "file_name", folder, where));
        for (const char* key : {"captions", "caption", "text"})
            if (line.contains(key) && picture.captions.empty()) {
                SAYSEE_ASSIGN(picture.captions, textsOf(line[key], where));
            }
        if (line.contains("audio")) {
            SAYSEE_ASSIGN(const auto files, textsOf(line["audio"], where));
            if (files.size() > picture.captions.size())
                return wrong(where, "there are more \"audio\" files than captions");
            for (std::size_t i = 0; i < files.size(); ++i) {
                SAYSEE_ASSIGN(auto file, inside(folder, files[i], where));
                dataset.utterances.push_back({dataset.pictures.size(), std::move(file), picture.captions[i],
                                              textOr(line, "speaker", ""), textOr(line, "condition", "clean")});
            }
        }
        dataset.pictures.push_back(std::move(picture));
        return {};
    });
}

}  // namespace

base::Result<Dataset> readDataset(const std::filesystem::path& folder)
{
    Dataset dataset;
    dataset.name = folder.filename().string();
    if (std::filesystem::exists(folder / "dataset.json")) {
        SAYSEE_ASSIGN(const json header, base::readJson(folder / "dataset.json"));
        if (!header.is_object() || header.value("schema", json()) != 1)
            return base::fail(ErrorCode::VersionMismatch,
                              (folder / "dataset.json").string() + " was written by another version.");
        dataset.name = textOr(header, "name", dataset.name.c_str());
        SAYSEE_TRY(readPictures(folder, dataset));
        SAYSEE_TRY(readSpeech(folder, dataset));
        SAYSEE_TRY(readTone(folder, dataset));
        SAYSEE_TRY(readBad(folder, dataset));
    } else if (std::filesystem::exists(folder / "metadata.jsonl")) {
        SAYSEE_TRY(readImageFolder(folder, dataset));
    } else {
        return base::fail(ErrorCode::NotFound,
                          folder.string() + " holds neither dataset.json nor metadata.jsonl: it is no data set.");
    }
    if (dataset.pictures.empty())
        return base::fail(ErrorCode::Corrupt, "The data set in " + folder.string() + " has no pictures.");
    return dataset;
}

}  // namespace saysee::eval
