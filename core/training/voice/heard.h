// What the recogniser, untuned, makes of a recording at some pace: computed once, kept on disk.
#pragma once

#include "core/audio/clip.h"
#include "core/model/runtime/engine_parts.h"

#include <filesystem>
#include <string>
#include <vector>

namespace saysee::training {

struct Heard {
    at::Tensor states;  // [T, H] half: the recogniser's, cut to the speech
    std::vector<std::string> texts;  // n-best, likeliest first; none where there is no speech
    std::vector<double> probabilities;  // of the texts, their sum is 1
    std::string language;  // ISO 639-1
};

enum class Words { Heard, Known };  // known: nobody needs to hear them, texts stay empty

// Known: what was corrected, where the recogniser has a token of its own for each of its words. Elsewhere there may
// be names of the person's own among them.
[[nodiscard]] Words knownOrHeard(const model::EngineParts& parts, const std::string& corrected);

// Errors: those of the recogniser.
base::Result<Heard> hear(model::EngineParts& parts, const audio::Clip& clip, double pace, Words words);

// `key` says what was heard by which networks at which pace; a file with another key is not read.
// Errors: Io; NotFound, Corrupt, VersionMismatch (another key).
[[nodiscard]] base::Status saveHeard(const std::filesystem::path& file, const Heard& heard, const std::string& key);
base::Result<Heard> loadHeard(const std::filesystem::path& file, const std::string& key);

}  // namespace saysee::training
