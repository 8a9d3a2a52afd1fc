// The training data of a pack on disk: what the recipe writes and saysee-pretrain reads. No torch here.
//
// A data set is a folder with one folder a split ("train", "validation", "test", "tone"), each of them holding
//
//   set.json        SetHeader
//   scenes.jsonl    one Scene a line; line i describes picture i
//   pictures.u8     [scenes, 3, side, side] bytes, RGB planes, at the image tower's own input size
//   speech.jsonl    one Utterance a line
//   speech.s16      16 kHz mono, signed 16 bit, little endian; utterances lie back to back
//   noise.jsonl     one Noise a line; may be absent
//   noise.s16       like speech.s16
//
// Rows are appended in order and never rewritten, so a writer needs no memory of what it wrote and a reader may map
// the binary files. set.json is written last: a folder without it is not complete.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace saysee::training::shard {

inline constexpr int kFormat = 1;
inline constexpr int kSampleRate = 16000;
inline constexpr const char* kNoManner = "clean";  // Utterance::condition of plain speech
inline constexpr const char* kHeaderFile = "set.json";
inline constexpr const char* kScenesFile = "scenes.jsonl";
inline constexpr const char* kPicturesFile = "pictures.u8";
inline constexpr const char* kSpeechFile = "speech.jsonl";
inline constexpr const char* kSpeechSamplesFile = "speech.s16";
inline constexpr const char* kNoiseFile = "noise.jsonl";
inline constexpr const char* kNoiseSamplesFile = "noise.s16";

struct SetHeader {
    int format = kFormat;
    int pictureSide = 0;  // pixels
    std::int64_t scenes = 0;
    std::int64_t utterances = 0;
    std::int64_t noises = 0;
    std::vector<int> attributeSizes;  // of Scene::attributes: the number of values of each
};

struct Scene {
    std::int64_t id = 0;  // unique over all splits
    std::vector<std::string> captions;  // differently worded, all true; at least one
    // What the scene holds, as one class a place (for instance kind of the main thing, its colour, its count, the
    // weather); -1 where the scene has none. An auxiliary target of the image tower, never seen by the text tower.
    std::vector<int> attributes;
};

struct Utterance {
    std::int64_t scene = 0;  // row in scenes.jsonl of the same split; -1 for speech about no picture
    std::string text;  // what is said, as the recogniser shall write it; empty: nothing shall be written
    std::string speaker;  // "espeak/en-us+f3/rate1", unique to a voice and its settings
    std::string condition;  // "clean", "noise10", "noise0", "cheerful", ...
    std::int64_t offset = 0;  // first sample in speech.s16
    std::int64_t samples = 0;
};

struct Noise {
    std::string name;
    std::int64_t offset = 0;
    std::int64_t samples = 0;
};

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SetHeader, format, pictureSide, scenes, utterances, noises, attributeSizes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Scene, id, captions, attributes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Utterance, scene, text, speaker, condition, offset, samples)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Noise, name, offset, samples)

}  // namespace saysee::training::shard
