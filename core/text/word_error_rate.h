// Word error rate: the least number of word edits that turn what was heard into what was said.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace saysee::text {

// Add those of many clips and take the rate once: a corpus rate weighs clips by their words.
struct WordErrors {
    std::int64_t substitutions = 0;
    std::int64_t deletions = 0;  // said, not heard
    std::int64_t insertions = 0;  // heard, not said
    std::int64_t referenceWords = 0;

    [[nodiscard]] std::int64_t total() const { return substitutions + deletions + insertions; }
    // Errors per word said; above 1 is possible. Without a word said: 0 if nothing was heard either, else 1.
    [[nodiscard]] double rate() const;
    WordErrors& operator+=(const WordErrors& other);
};

// Levenshtein alignment of words as they are; normalise first (normalise.h). Among alignments of equal length the one
// with the most substitutions is counted. Time grows with the product of the two lengths.
[[nodiscard]] WordErrors wordErrors(std::span<const std::string> reference, std::span<const std::string> heard);

}  // namespace saysee::text
