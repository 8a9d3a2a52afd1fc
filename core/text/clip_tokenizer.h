// CLIP's text tokenizer: cleaned, lower-cased text to byte-level BPE ids between a start and an end token.
// Source: Radford et al. 2021 (arXiv 2103.00020) and the file formats of its released vocabularies.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::text {

enum class Overflow {
    Keep,  // as many ids as the text has
    Truncate  // at most contextLength() ids, the last one the end token, as the reference does
};

// Threading: immutable after load, all calls from any thread. Copies share the vocabulary.
class ClipTokenizer {
public:
    struct Options {
        int vocabularySize = 0;  // rows of the network's embedding table; 0: whatever the files hold
        int contextLength = 0;  // ids the network takes; 0: config.json or tokenizer_config.json, else 77
    };

    // `path` is a Hugging Face folder (vocab.json and merges.txt, or tokenizer.json alone), a tokenizer.json, or the
    // original merge list (bpe_simple_vocab_16e6.txt or .txt.gz; also found inside a folder). The original list is
    // longer than the vocabulary: Options::vocabularySize says how many of its merges count, 0 takes all.
    // Errors: ModelMissing, Corrupt (unreadable, or another size than Options::vocabularySize).
    static base::Result<ClipTokenizer> load(const std::filesystem::path& path, const Options& options);
    static base::Result<ClipTokenizer> load(const std::filesystem::path& path) { return load(path, Options()); }

    // Start token, the text's ids, end token. Bytes that are not UTF-8 count as U+FFFD; names of special tokens in
    // the text are plain text. Error (Internal) only in a build without PCRE2 and utf8proc.
    [[nodiscard]] base::Result<std::vector<int>> encode(std::string_view text,
                                                        Overflow overflow = Overflow::Keep) const;

    // Splits a text whose encoding has more than `maxIds` ids (start and end included) into pieces that fit, at the
    // strongest boundary near the middle: sentence, clause, comma, conjunction, space, character. No character but
    // white space between pieces is lost. A text that fits comes back alone. `maxIds` 0 means contextLength().
    // Errors: InvalidArgument when `maxIds` leaves no room for a character.
    [[nodiscard]] base::Result<std::vector<std::string>> splitIntoClauses(std::string_view text,
                                                                          int maxIds = 0) const;

    [[nodiscard]] int startOfText() const;
    [[nodiscard]] int endOfText() const;
    [[nodiscard]] int contextLength() const;
    [[nodiscard]] int vocabularySize() const;  // highest id + 1

private:
    struct State;
    explicit ClipTokenizer(std::shared_ptr<const State> state);
    std::shared_ptr<const State> m_state;
};

}  // namespace saysee::text
