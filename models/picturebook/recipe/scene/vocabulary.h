// Trains byte-level BPE vocabularies on captions and writes them in Hugging Face's file formats.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace saysee::picturebook {

using WordCounts = std::map<std::string, std::int64_t>;  // a word, how often it occurs

// Counts the words of `scenes` scenes of the training split.
[[nodiscard]] WordCounts countWords(int scenes, std::uint64_t seed);

struct Merge {
    std::string left;
    std::string right;
};

// Joins the most frequent neighbours again and again until each word is one symbol (Sennrich et al. 2016). Words are
// ASCII. `prefix` goes before each word and `suffix` is part of its last symbol.
[[nodiscard]] std::vector<Merge> trainMerges(const WordCounts& words, const std::string& prefix,
                                             const std::string& suffix);

// vocab.json, merges.txt, tokenizer_config.json in CLIP's layout: bytes, bytes that end a word, merges, start, end.
base::Status writeClipVocabulary(const std::filesystem::path& folder, const WordCounts& words);
// vocab.json, merges.txt, added_tokens.json in the layout of English-only Whisper, with English as the one language.
base::Status writeWhisperVocabulary(const std::filesystem::path& folder, const WordCounts& words);

}  // namespace saysee::picturebook
