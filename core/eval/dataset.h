// Pictures and what is said about them, read from a folder, to measure a model with.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace saysee::eval {

struct DatasetPicture {
    std::filesystem::path file;
    std::vector<std::string> captions;
};

struct DatasetUtterance {
    std::size_t picture = 0;  // index of the picture that it describes
    std::filesystem::path file;
    std::string text;  // what is said
    std::string speaker;
    std::string condition;  // "clean", "noise10", ...
};

// Words that fit two pictures, said in a manner that fits one.
struct ToneClip {
    std::filesystem::path file;
    std::filesystem::path picture;  // the one that is meant
    std::filesystem::path other;
};

// A clip that describes no picture.
struct BadClip {
    std::filesystem::path file;
    std::string kind;  // "silence", "music", ...
};

struct Dataset {
    std::string name;
    std::vector<DatasetPicture> pictures;
    std::vector<DatasetUtterance> utterances;  // may be empty: then captions alone are measured
    std::vector<ToneClip> tone;
    std::vector<BadClip> bad;
};

// Reads a folder in one of two layouts; all files are named relative to it and lie inside it.
//
// dataset.json {"schema": 1, "name"} with JSON Lines beside it:
//   pictures.jsonl {"path", "captions": [..]}
//   speech.jsonl   {"picture": line in pictures.jsonl from 0, "path", "text", "speaker", "condition"}, may be absent
//   tone.jsonl     {"path", "picture": path, "other": path}, may be absent
//   bad.jsonl      {"path", "kind"}, may be absent
// metadata.jsonl as Hugging Face's ImageFolder has it: {"file_name", "text" or "caption" or "captions"} and, for
//   spoken captions, "audio": a file name or a list of them beside "captions".
//
// Errors: NotFound (neither layout), Corrupt (names the file and the line), InvalidArgument (a path that leads out).
base::Result<Dataset> readDataset(const std::filesystem::path& folder);

}  // namespace saysee::eval
