// Whisper's tokenizer: byte-level BPE (GPT-2's pattern) and the special tokens that steer the decoder.
// Source: Radford et al. 2022 (arXiv 2212.04356), its released vocabularies and decoding rules.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::text {

// Ids; every Whisper vocabulary has all of them, English-only ones too.
struct WhisperSpecials {
    int endOfText = 0;
    int startOfTranscript = 0;
    int translate = 0;
    int transcribe = 0;
    int startOfLm = 0;
    int startOfPrevious = 0;
    int noSpeech = 0;
    int noTimestamps = 0;
    int timestampBegin = 0;  // <|0.00|>; one id every 0.02 s up to the end of the vocabulary
};

struct WhisperLanguage {
    std::string code;  // ISO 639, "en"; "haw" and "yue" have three letters
    int token = 0;
};

enum class SpecialTokens { Drop, Keep };

// Threading: immutable after load, all calls from any thread. Copies share the vocabulary.
class WhisperTokenizer {
public:
    struct Options {
        int vocabularySize = 0;  // rows of the network's embedding table; 0: whatever the files hold
        std::optional<bool> multilingual =
            std::nullopt;  // empty: generation_config.json, else 51865 ids or more, as the reference
    };

    // `path` is a Hugging Face folder (vocab.json, merges.txt, added_tokens.json; or tokenizer.json alone), a
    // tokenizer.json, or an original *.tiktoken file (also found inside a folder). A .tiktoken file holds no special
    // tokens: they follow its ranks, with as many languages as Options::vocabularySize leaves room for (0: 99).
    // Errors: ModelMissing, Corrupt (unreadable, a special token absent, or another size than
    // Options::vocabularySize).
    static base::Result<WhisperTokenizer> load(const std::filesystem::path& path, const Options& options);
    static base::Result<WhisperTokenizer> load(const std::filesystem::path& path) { return load(path, Options()); }

    // Plain text to ids, without any special token; their names in the text are plain text. Bytes that are not UTF-8
    // count as U+FFFD. Error (Internal) only in a build without PCRE2 and utf8proc.
    [[nodiscard]] base::Result<std::vector<int>> encode(std::string_view text) const;

    // Ids to valid UTF-8 (an incomplete character becomes U+FFFD). Drop leaves out specials and timestamps, Keep
    // spells them ("<|en|>", "<|1.20|>"). Ids outside the vocabulary are left out.
    [[nodiscard]] std::string decode(std::span<const int> ids, SpecialTokens specials = SpecialTokens::Drop) const;

    [[nodiscard]] const WhisperSpecials& specials() const;
    [[nodiscard]] bool isMultilingual() const;
    [[nodiscard]] int vocabularySize() const;  // highest id + 1, timestamps included

    // In order of id. English-only vocabularies hold them too, unused.
    [[nodiscard]] const std::vector<WhisperLanguage>& languages() const;
    [[nodiscard]] std::optional<int> languageToken(std::string_view code) const;
    [[nodiscard]] std::string_view languageCode(int token) const;  // empty: not a language

    // Ids never sampled: those that annotate rather than transcribe (brackets, notes) and the steering tokens.
    // Ascending.
    [[nodiscard]] const std::vector<int>& suppressed() const;
    // Ids not sampled as the first of a segment: a lone space and the end.
    [[nodiscard]] const std::vector<int>& suppressedAtBegin() const;

    [[nodiscard]] bool isTimestamp(int id) const;
    [[nodiscard]] double seconds(int timestamp) const;  // of a timestamp id, from the start of its window

private:
    struct State;
    explicit WhisperTokenizer(std::shared_ptr<const State> state);
    std::shared_ptr<const State> m_state;
};

}  // namespace saysee::text
