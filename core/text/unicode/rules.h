// What needs Unicode's tables: the patterns that cut text into words, and folding. rules.cpp uses PCRE2 and utf8proc;
// rules_absent.cpp stands in where a networks-only build lacks them.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace saysee::text {

enum class WordPattern {
    Gpt2,  // contractions, runs of letters, of digits, of other signs, each with the space before it; white space
    Clip  // contractions, runs of letters, single digits, runs of other signs; white space is dropped
};

// All take valid UTF-8 (see repairUtf8).

// The words, as views into `text`. Error (Internal): a build without PCRE2, or PCRE2 gives up.
base::Result<std::vector<std::string_view>> cutWords(std::string_view text, WordPattern pattern);

// Normalization Form C, lower case, every run of white space one space, none at the ends, no control characters.
[[nodiscard]] std::string foldForClip(std::string_view text);

// Lower case, accents dropped, everything that is no letter, digit or ASCII sign a space.
[[nodiscard]] std::string foldForComparing(std::string_view text);

}  // namespace saysee::text
