#include "core/text/normalise.h"

#include "core/text/unicode/rules.h"
#include "core/text/unicode/utf8.h"
#include "core/text/words/numbers.h"

#include <array>
#include <utility>

namespace saysee::text {

namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

bool isDigit(char byte) { return byte >= '0' && byte <= '9'; }

// Whole words, spelt with a plain apostrophe.
constexpr std::array<Replacement, 12> kWords = {{
    {"won't", "will not"},
    {"can't", "can not"},
    {"cannot", "can not"},
    {"let's", "let us"},
    {"ain't", "is not"},
    {"y'all", "you all"},
    {"gonna", "going to"},
    {"wanna", "want to"},
    {"gotta", "got to"},
    {"mr", "mister"},
    {"mrs", "missus"},
    {"okay", "ok"},
}};
constexpr std::array<Replacement, 6> kEndings = {{
    {"n't", " not"},
    {"'re", " are"},
    {"'ve", " have"},
    {"'ll", " will"},
    {"'d", " would"},
    {"'m", " am"},
}};
// After these words 's is "is"; after others it shows whose something is.
constexpr std::array<std::string_view, 11> kSubjects = {"it",   "he",    "she", "that", "there", "here",
                                                        "what", "where", "who", "how",  "this"};
constexpr std::array<std::string_view, 9> kFillers = {"uh", "um", "uhm", "hm", "hmm", "mm", "mmm", "mhm", "er"};

template <class List>
bool contains(const List& list, std::string_view word)
{
    for (const std::string_view known : list)
        if (known == word)
            return true;
    return false;
}

std::string expanded(std::string_view word)
{
    for (const auto& [contraction, written] : kWords)
        if (word == contraction)
            return std::string(written);
    for (const auto& [ending, written] : kEndings)
        if (word.size() > ending.size() && word.ends_with(ending))
            return std::string(word.substr(0, word.size() - ending.size())) + std::string(written);
    if (word.size() > 2 && word.ends_with("'s") && contains(kSubjects, word.substr(0, word.size() - 2)))
        return std::string(word.substr(0, word.size() - 2)) + " is";
    return std::string(word);
}

// Typographic apostrophes become plain ones before folding would drop them.
std::string plainApostrophes(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        const bool curly = text.starts_with("\u2019") || text.starts_with("\u2018");
        plain += curly ? '\'' : text.front();
        text.remove_prefix(curly ? 3 : 1);
    }
    return plain;
}

// Without [noises] and (remarks); an opening sign without its closing one stays.
std::string withoutRemarks(std::string_view text)
{
    std::string kept;
    while (!text.empty()) {
        const char closing = text.front() == '[' ? ']' : text.front() == '(' ? ')' : '\0';
        const std::size_t end = closing == '\0' ? std::string_view::npos : text.find(closing);
        if (end == std::string_view::npos) {
            kept += text.front();
            text.remove_prefix(1);
        } else {
            kept += ' ';
            text.remove_prefix(end + 1);
        }
    }
    return kept;
}

// Signs become spaces, but for those that belong to a number: "1,000" is 1000, "3.5" and "50%" stay.
std::string withoutSigns(std::string_view text)
{
    std::string kept;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char sign = text[i];
        const bool afterDigit = i > 0 && isDigit(text[i - 1]);
        const bool beforeDigit = i + 1 < text.size() && isDigit(text[i + 1]);
        const bool ascii = static_cast<unsigned char>(sign) < 0x80;
        const bool letter = (sign >= 'a' && sign <= 'z') || isDigit(sign) || !ascii;
        if (sign == '\'' || (sign == ',' && afterDigit && beforeDigit))
            continue;
        if (letter || (sign == '.' && afterDigit && beforeDigit))
            kept += sign;
        else if (sign == '%' && afterDigit)
            kept += " percent ";
        else if (sign == '&')
            kept += " and ";
        else
            kept += ' ';
    }
    return kept;
}

}  // namespace

std::vector<std::string> splitWords(std::string_view text)
{
    std::vector<std::string> words;
    std::size_t begin = 0;
    while (begin < text.size()) {
        if (isAsciiSpace(text[begin])) {
            ++begin;
            continue;
        }
        std::size_t end = begin;
        while (end < text.size() && !isAsciiSpace(text[end]))
            ++end;
        words.emplace_back(text.substr(begin, end - begin));
        begin = end;
    }
    return words;
}

std::string normaliseEnglish(std::string_view text)
{
    const std::string folded = foldForComparing(withoutRemarks(plainApostrophes(repairUtf8(text))));
    std::string spelt;
    for (std::string_view word : splitWords(folded)) {
        // Signs around a word would hide its contraction: "don't," and "'tis".
        while (!word.empty() && std::string_view(".,!?;:\"").find(word.back()) != std::string_view::npos)
            word.remove_suffix(1);
        spelt += expanded(word) + " ";
    }
    std::vector<std::string> words;
    for (std::string& word : splitWords(withoutSigns(spelt)))
        if (!contains(kFillers, word))
            words.push_back(std::move(word));
    std::string result;
    for (const std::string& word : numbersAsDigits(words))
        result += (result.empty() ? "" : " ") + word;
    return result;
}

}  // namespace saysee::text
