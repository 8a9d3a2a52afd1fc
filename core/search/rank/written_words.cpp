#include "core/search/rank/written_words.h"

#include <algorithm>
#include <array>

namespace saysee::search {

namespace {

constexpr std::array kCommon = std::to_array<std::string_view>(
    {"a",     "an",     "and",    "are",     "at",       "by",    "find",  "for",  "from", "has",   "i",
     "image", "images", "in",     "is",      "it",       "its",   "me",    "my",   "of",   "on",    "or",
     "our",   "photo",  "photos", "picture", "pictures", "show",  "some",  "that", "the",  "their", "there",
     "this",  "to",     "was",    "we",      "were",     "where", "which", "with"});

// Lower case, without what stands around the letters: "Beach." becomes "beach".
std::string bare(std::string_view word)
{
    std::string letters;
    for (const char c : word)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0)
            letters += c;
        else if (c >= 'A' && c <= 'Z')
            letters += static_cast<char>(c - 'A' + 'a');
    return letters;
}

}  // namespace

std::string significantWords(std::string_view text)
{
    std::string kept;
    std::string word;
    bool quoted = false;
    const auto finish = [&] {
        if (!word.empty()
            && (word.front() == '"' || std::find(kCommon.begin(), kCommon.end(), bare(word)) == kCommon.end()))
            kept += (kept.empty() ? "" : " ") + word;
        word.clear();
    };
    for (const char c : text) {
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (space && !quoted)
            finish();
        else
            word += c;
        if (c == '"')
            quoted = !quoted;
    }
    finish();
    return kept.empty() ? std::string(text) : kept;
}

}  // namespace saysee::search
