// Writes English so that two transcripts that say the same compare equal, before words are counted as errors.
// After the rules that Whisper's paper describes (Radford et al. 2022, appendix C), without its spelling tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace saysee::text {

// Lower case, no accents, no text in brackets, no fillers (uh, um), contractions spelt out, numbers as digits,
// punctuation as spaces, single spaces. Without utf8proc (networks-only build) case and accents fold in ASCII only.
[[nodiscard]] std::string normaliseEnglish(std::string_view text);

// Splits at white space.
[[nodiscard]] std::vector<std::string> splitWords(std::string_view text);

}  // namespace saysee::text
