// What the recogniser shall answer, as numbers.
#pragma once

#include "core/text/whisper_tokenizer.h"

#include <ATen/core/Tensor.h>
#include <string>
#include <vector>

namespace saysee::training {

inline constexpr std::int64_t kLetterClasses = 29;  // blank, a to z, apostrophe, space

// A text as CTC classes: letters, apostrophe and single spaces; everything else is left out.
[[nodiscard]] std::vector<std::int64_t> lettersOf(std::string_view text);

struct DecoderRow {
    std::vector<std::int64_t> input;  // start tokens and the text
    std::vector<std::int64_t> target;  // what follows each of them; kIgnored where nothing is asked
};
inline constexpr std::int64_t kIgnored = -100;

// Start tokens, text, end token, each asked for after the ones before. An empty text asks for "no speech" after the
// start token and for nothing else. `language` is used by multilingual vocabularies.
[[nodiscard]] base::Result<DecoderRow> decoderRow(const text::WhisperTokenizer& tokenizer, const std::string& text,
                                                  const std::string& language);

// The tokens that a transcription without timestamps starts with.
[[nodiscard]] std::vector<std::int64_t> startTokens(const text::WhisperTokenizer& tokenizer,
                                                    const std::string& language);

// Rows of different lengths as one tensor [B, longest], filled up with `filler`.
[[nodiscard]] at::Tensor padded(const std::vector<std::vector<std::int64_t>>& rows, std::int64_t filler);

}  // namespace saysee::training
