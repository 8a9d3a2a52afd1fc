// What every vocabulary format comes down to, and the readers of those formats.
#pragma once

#include "core/base/result.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace saysee::text {

// Tokens are spelt as in the files: one printable character a byte (printableBytes()).
struct Vocabulary {
    std::unordered_map<std::string, int> ids;  // ordinary tokens
    std::vector<std::pair<std::string, std::string>> merges;  // most important first
    std::unordered_map<std::string, int> added;  // special tokens, spelt plainly: "<|endoftext|>"

    [[nodiscard]] int size() const;  // highest id + 1
};

// GPT-2's alphabet: the UTF-8 text that stands for each byte, so that vocabularies are printable.
const std::array<std::string, 256>& printableBytes();
// The bytes in the order in which that alphabet gives out ids: printable ones first.
const std::array<unsigned char, 256>& printableByteOrder();
// Back to bytes; characters outside the alphabet stay as they are.
std::string bytesOfPrintable(std::string_view printable);

// vocab.json + merges.txt (+ added_tokens.json), or tokenizer.json alone. `path` is the folder or a tokenizer.json.
// Errors of all readers: ModelMissing (naming the absent file), Corrupt.
base::Result<Vocabulary> readHuggingFace(const std::filesystem::path& path);

// CLIP's original merge list, plain or gzip: the alphabet, the alphabet at a word's end, the merges, two special
// tokens. `size` is the vocabulary's (0: all merges of the file).
base::Result<Vocabulary> readClipMergeList(const std::filesystem::path& path, int size);

// Base64 token and rank a line. Merges are worked out: the two parts that the ranks below its own make of a token.
base::Result<Vocabulary> readTiktoken(const std::filesystem::path& path);

}  // namespace saysee::text
