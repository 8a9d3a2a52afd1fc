#include "core/training/pretrain/speech_targets.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace saysee::training {
namespace {

constexpr std::int64_t kApostrophe = 27;
constexpr std::int64_t kSpace = 28;

}  // namespace

std::vector<std::int64_t> lettersOf(std::string_view text)
{
    std::vector<std::int64_t> letters;
    for (const char character : text) {
        if (character >= 'a' && character <= 'z')
            letters.push_back(1 + character - 'a');
        else if (character >= 'A' && character <= 'Z')
            letters.push_back(1 + character - 'A');
        else if (character == '\'')
            letters.push_back(kApostrophe);
        else if (!letters.empty() && letters.back() != kSpace)
            letters.push_back(kSpace);
    }
    while (!letters.empty() && letters.back() == kSpace)
        letters.pop_back();
    return letters;
}

std::vector<std::int64_t> startTokens(const text::WhisperTokenizer& tokenizer, const std::string& language)
{
    const auto& specials = tokenizer.specials();
    std::vector<std::int64_t> tokens = {specials.startOfTranscript};
    if (tokenizer.isMultilingual()) {
        if (const auto token = tokenizer.languageToken(language))
            tokens.push_back(*token);
        tokens.push_back(specials.transcribe);
    }
    tokens.push_back(specials.noTimestamps);
    return tokens;
}

base::Result<DecoderRow> decoderRow(const text::WhisperTokenizer& tokenizer, const std::string& text,
                                    const std::string& language)
{
    DecoderRow row;
    row.input = startTokens(tokenizer, language);
    if (text.empty()) {
        row.target.assign(row.input.size(), kIgnored);
        row.target.front() = tokenizer.specials().noSpeech;
        return row;
    }
    SAYSEE_ASSIGN(const auto ids, tokenizer.encode(" " + text));  // Whisper's texts begin with a space
    row.input.insert(row.input.end(), ids.begin(), ids.end());
    row.target.assign(row.input.begin() + 1, row.input.end());
    row.target.push_back(tokenizer.specials().endOfText);
    return row;
}

at::Tensor padded(const std::vector<std::vector<std::int64_t>>& rows, std::int64_t filler)
{
    std::size_t longest = 1;
    for (const auto& row : rows)
        longest = std::max(longest, row.size());
    const at::Tensor result =
        at::full({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(longest)}, filler, at::kLong);
    auto* target = result.data_ptr<std::int64_t>();
    for (const auto& row : rows) {
        std::copy(row.begin(), row.end(), target);
        target += longest;
    }
    return result;
}

}  // namespace saysee::training
