// Writes the picturebook test set as ordinary files: JPEG pictures, FLAC speech and lists of what belongs together.
//
//   dataset.json    {"schema": 1, "name": "picturebook-test", "seed", "pictures", "utterances"}; written last, so
//                   that a folder without it is not complete
//   pictures.jsonl  {"picture": row, "path", "captions": [three wordings]}
//   speech.jsonl    {"picture": row in pictures.jsonl, "path", "text", "speaker", "condition"}; condition is "clean",
//                   "noise10" or "noise0" (dB); the same words of the same speakers in each of them
//   tone.jsonl      {"path", "text", "speaker", "condition": "cheerful" or "gloomy", "picture": path of the right
//                   one, "other": path of the other one of two pictures whose mood the words leave open}
//   bad.jsonl       {"path", "kind"}: "silence", "noise", "music", "other language" or "unknown words"; nothing of it
//                   describes a picture
//
// Paths are relative to the folder.
#pragma once

#include "core/base/task.h"
#include "models/picturebook/recipe/scene/scene.h"

#include <cstdint>
#include <filesystem>

namespace saysee::picturebook {

struct DatasetPlan {
    Split split = Split::Test;
    int pictures = 1000;
    int captions = 3;  // for a picture; each is spoken once
    int tonePairs = 200;
    int badClips = 40;  // of each kind
    std::uint64_t seed = 1;
    int threads = 0;  // 0: one a core
};

// Errors: Io; Internal when a synthesiser fails; Cancelled.
base::Status writeDataset(const std::filesystem::path& folder, const DatasetPlan& plan,
                          const base::TaskContext& task);

// One of its pictures, a JPEG. Error: Io.
base::Status savePicture(const Scene& scene, std::uint64_t seed, const std::filesystem::path& path);

}  // namespace saysee::picturebook
