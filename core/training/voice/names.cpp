#include "core/training/voice/names.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace saysee::training {
namespace {

constexpr std::size_t kShortestName = 3;
constexpr std::size_t kLongestEnding = 2;
constexpr std::size_t kFewestTexts = 2;

// Bytes beyond ASCII belong to letters.
bool isLetter(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x80 || std::isalpha(byte) != 0 || character == '\'';
}

std::string lower(std::string_view word)
{
    std::string result(word);
    std::transform(result.begin(), result.end(), result.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
    });
    return result;
}

// Hands out words and what is between them, in turn.
template <typename Word, typename Between>
void read(std::string_view text, const Word& word, const Between& between)
{
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        const bool letters = isLetter(text[at]);
        while (end < text.size() && isLetter(text[end]) == letters)
            ++end;
        if (letters)
            word(text.substr(at, end - at));
        else
            between(text.substr(at, end - at));
        at = end;
    }
}

bool isFormOf(const std::string& word, const std::string& shortest)
{
    return word.size() <= shortest.size() + kLongestEnding && word.compare(0, shortest.size(), shortest) == 0;
}

}  // namespace

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    read(
        text, [&](std::string_view word) { words.push_back(lower(word)); }, [](std::string_view) {});
    return words;
}

std::string withMeanings(std::string_view text, const std::map<std::string, std::string>& meanings)
{
    std::string result;
    read(
        text,
        [&](std::string_view word) {
            const auto meaning = meanings.find(lower(word));
            result += meaning == meanings.end() ? std::string(word) : meaning->second;
        },
        [&](std::string_view between) { result += between; });
    return result;
}

std::vector<OwnName> findOwnNames(const std::vector<std::string>& texts,
                                  const std::function<bool(std::string_view word)>& foreign)
{
    std::map<std::string, std::set<std::size_t>> found;
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (const std::string& word : wordsOf(texts[i]))
            if (word.size() >= kShortestName && foreign(word))
                found[word].insert(i);
    std::vector<std::string> words;
    for (const auto& [word, where] : found)
        words.push_back(word);
    std::stable_sort(words.begin(), words.end(),
                     [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
    std::vector<OwnName> names;
    std::vector<std::set<std::size_t>> places;
    for (const std::string& word : words) {
        const auto known = std::find_if(names.begin(), names.end(),
                                        [&](const OwnName& name) { return isFormOf(word, name.forms.front()); });
        const auto index = static_cast<std::size_t>(known - names.begin());
        if (known == names.end()) {
            names.emplace_back();
            places.emplace_back();
        }
        names[index].forms.push_back(word);
        places[index].insert(found[word].begin(), found[word].end());
    }
    std::vector<OwnName> kept;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (places[i].size() >= kFewestTexts && places[i].size() + kFewestTexts <= texts.size()) {
            names[i].texts.assign(places[i].begin(), places[i].end());
            kept.push_back(std::move(names[i]));
        }
    return kept;
}

}  // namespace saysee::training
