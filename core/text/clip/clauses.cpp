#include "core/text/clip/clauses.h"

#include "core/text/unicode/utf8.h"

#include <algorithm>
#include <array>

namespace saysee::text {

namespace {

enum class Boundary { Sentence, Clause, Comma, Conjunction, Space, Character, None };

constexpr std::array<std::string_view, 18> kConjunctions = {"and",     "but",      "or",    "so",   "while", "with",
                                                            "then",    "which",    "where", "when", "who",   "that",
                                                            "because", "although", "und",   "mit",  "et",    "y"};

// A sign that ends a part, and whether a space must follow it (in "3.14" and "a:b" it ends nothing).
struct Ending {
    std::string_view sign;
    Boundary boundary;
    bool beforeSpace;
};

constexpr std::array<Ending, 16> kEndings = {{
    {".", Boundary::Sentence, true},
    {"!", Boundary::Sentence, true},
    {"?", Boundary::Sentence, true},
    {"\u2026", Boundary::Sentence, true},
    {"\u3002", Boundary::Sentence, false},
    {"\uFF01", Boundary::Sentence, false},
    {"\uFF1F", Boundary::Sentence, false},
    {";", Boundary::Clause, true},
    {":", Boundary::Clause, true},
    {"\u2014", Boundary::Clause, false},
    {"\u2013", Boundary::Clause, true},
    {"\uFF1B", Boundary::Clause, false},
    {"\uFF1A", Boundary::Clause, false},
    {",", Boundary::Comma, true},
    {"\uFF0C", Boundary::Comma, false},
    {"\u3001", Boundary::Comma, false},
}};

bool startsWithConjunction(std::string_view rest)
{
    return std::any_of(kConjunctions.begin(), kConjunctions.end(), [&](std::string_view word) {
        return rest.size() > word.size() && rest.starts_with(word) && isAsciiSpace(rest[word.size()]);
    });
}

// The kind of boundary between text[0, at) and text[at, end).
Boundary boundaryAt(std::string_view text, std::size_t at)
{
    const bool afterSpace = isAsciiSpace(text[at - 1]);
    if (!startsCharacter(text[at]) || isAsciiSpace(text[at]))
        return Boundary::None;
    std::string_view before = trimmed(text.substr(0, at));
    while (before.size() > 1 && (before.ends_with('"') || before.ends_with(')') || before.ends_with('\'')))
        before.remove_suffix(1);
    for (const Ending& ending : kEndings)
        if (before.ends_with(ending.sign) && (afterSpace || !ending.beforeSpace))
            return ending.boundary;
    if (afterSpace)
        return startsWithConjunction(text.substr(at)) ? Boundary::Conjunction : Boundary::Space;
    return Boundary::Character;
}

}  // namespace

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isAsciiSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isAsciiSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

std::optional<std::size_t> bestCut(std::string_view text)
{
    const auto fromMiddle = [&](std::size_t at) { return std::max(at, text.size() - at); };
    Boundary strongest = Boundary::None;
    std::size_t best = 0;
    for (std::size_t at = 1; at < text.size(); ++at) {
        const Boundary boundary = boundaryAt(text, at);
        if (boundary == Boundary::None || boundary > strongest)
            continue;
        if (boundary < strongest || fromMiddle(at) < fromMiddle(best)) {
            strongest = boundary;
            best = at;
        }
    }
    return strongest == Boundary::None ? std::nullopt : std::optional(best);
}

}  // namespace saysee::text
