#include "core/model/checkpoint/checkpoint.h"

#include "core/base/files.h"
#include "core/model/checkpoint/openai_names.h"
#include "core/model/checkpoint/safetensors.h"
#include "core/model/checkpoint/torch_archive.h"

#include <algorithm>
#include <set>
#include <utility>

namespace saysee::model {

using base::ErrorCode;
using base::fail;
using std::filesystem::path;

namespace {

constexpr const char* kConfigName = "config.json";
constexpr const char* kWeightsName = "model.safetensors";
constexpr const char* kShardsName = "model.safetensors.index.json";

// The files that an index of shards names, in order. They must lie beside it.
base::Result<std::vector<path>> shardFiles(const path& index)
{
    SAYSEE_ASSIGN(const nlohmann::json json, base::readJson(index));
    const auto damaged = [&] {
        return fail(ErrorCode::Corrupt, index.string() + " does not say which file holds which tensor.");
    };
    if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object())
        return damaged();
    std::set<path> files;
    for (const auto& [tensor, file] : json["weight_map"].items()) {
        const path name = file.is_string() ? path(file.get<std::string>()) : path();
        if (name.empty() || name != name.filename() || name == "..")
            return damaged();
        files.insert(index.parent_path() / name);
    }
    return std::vector<path>(files.begin(), files.end());
}

base::Status addSafetensors(const path& file, Checkpoint& checkpoint)
{
    SAYSEE_ASSIGN(Safetensors read, readSafetensors(file));
    checkpoint.tensors.merge(read.tensors);
    checkpoint.files.push_back(file);
    return {};
}

base::Result<Checkpoint> readHuggingFace(const path& origin, const path& folder, const std::vector<path>& files)
{
    Checkpoint checkpoint;
    checkpoint.origin = origin;
    SAYSEE_ASSIGN(checkpoint.config, base::readJson(folder / kConfigName));
    if (!checkpoint.config.is_object())
        return fail(ErrorCode::Corrupt, (folder / kConfigName).string() + " is not an object.");
    for (const path& file : files)
        SAYSEE_TRY(addSafetensors(file, checkpoint));
    return checkpoint;
}

// A folder without Hugging Face's names may hold one of OpenAI's files.
base::Result<path> onlyTorchFile(const path& folder)
{
    std::vector<path> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".pt")
            found.push_back(entry.path());
    }
    if (found.size() != 1)
        return fail(ErrorCode::NotFound,
                    "The folder " + folder.string() + " holds no " + kWeightsName
                        + " and not exactly one .pt file: there is no model to read.");
    return found.front();
}

using FromTorch = base::Result<Checkpoint> (*)(const TorchArchive&, const path&);

base::Result<Checkpoint> read(const path& origin, FromTorch fromTorch)
{
    std::error_code error;
    const auto readTorch = [&](const path& file) -> base::Result<Checkpoint> {
        SAYSEE_ASSIGN(const TorchArchive archive, readTorchArchive(file));
        SAYSEE_ASSIGN(Checkpoint checkpoint, fromTorch(archive, file));
        checkpoint.origin = origin;
        checkpoint.files = {file};
        return checkpoint;
    };
    if (!std::filesystem::exists(origin, error))
        return fail(ErrorCode::NotFound, "There is no file or folder " + origin.string() + ".");
    if (!std::filesystem::is_directory(origin, error)) {
        return origin.extension() == ".safetensors" ? readHuggingFace(origin, origin.parent_path(), {origin})
                                                    : readTorch(origin);
    }
    if (std::filesystem::exists(origin / kWeightsName, error))
        return readHuggingFace(origin, origin, {origin / kWeightsName});
    if (std::filesystem::exists(origin / kShardsName, error)) {
        SAYSEE_ASSIGN(const std::vector<path> files, shardFiles(origin / kShardsName));
        return readHuggingFace(origin, origin, files);
    }
    SAYSEE_ASSIGN(const path file, onlyTorchFile(origin));
    return readTorch(file);
}

// Hugging Face's config.json names the kind of network; absent in hand-made ones.
base::Status requireType(const Checkpoint& checkpoint, const std::string& wanted)
{
    const auto found = checkpoint.config.find("model_type");
    if (found == checkpoint.config.end() || *found == wanted)
        return {};
    const std::string type = found->is_string() ? found->get<std::string>() : found->dump();
    return fail(ErrorCode::UnsupportedFormat,
                checkpoint.origin.string() + " is a model of the kind \"" + type + "\", not \"" + wanted + "\".");
}

base::Result<Checkpoint> whisperFromTorch(const TorchArchive& archive, const path& file)
{
    const auto below = [](const auto& map, const std::string& prefix) {
        auto taken = std::decay_t<decltype(map)>();
        for (const auto& [name, value] : map) {
            if (name.starts_with(prefix))
                taken[name.substr(prefix.size())] = value;
        }
        return taken;
    };
    Checkpoint checkpoint;
    SAYSEE_ASSIGN(checkpoint.config, whisperConfigFromDims(below(archive.integers, "dims."), file.string()));
    checkpoint.tensors = whisperFromOpenAi(below(archive.tensors, "model_state_dict."));
    return checkpoint;
}

base::Result<Checkpoint> clipFromTorch(const TorchArchive& archive, const path& file)
{
    Checkpoint checkpoint;
    SAYSEE_ASSIGN(checkpoint.config, clipConfigFromShapes(archive.tensors, file.string()));
    checkpoint.tensors = clipFromOpenAi(archive.tensors);
    return checkpoint;
}

}  // namespace

Weights Checkpoint::weights(at::TensorOptions target) const { return {tensors, origin.string(), target}; }

base::Result<Checkpoint> readWhisperCheckpoint(const path& origin)
{
    SAYSEE_ASSIGN(Checkpoint checkpoint, read(origin, whisperFromTorch));
    SAYSEE_TRY(requireType(checkpoint, "whisper"));
    // The bare model, saved without its head, lacks the common prefix.
    TensorMap named;
    for (auto& [name, tensor] : checkpoint.tensors) {
        const bool bare = name.starts_with("encoder.") || name.starts_with("decoder.");
        named[bare ? "model." + name : name] = tensor;
    }
    checkpoint.tensors = std::move(named);
    return checkpoint;
}

base::Result<Checkpoint> readClipCheckpoint(const path& origin)
{
    SAYSEE_ASSIGN(Checkpoint checkpoint, read(origin, clipFromTorch));
    SAYSEE_TRY(requireType(checkpoint, "clip"));
    return checkpoint;
}

}  // namespace saysee::model
