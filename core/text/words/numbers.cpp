#include "core/text/words/numbers.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace saysee::text {

namespace {

enum class Kind { Unit, Teen, Tens, Hundred, Scale };

struct Number {
    Kind kind;
    std::int64_t value;
    std::string_view suffix = {};  // of an ordinal: "st"
};

const std::unordered_map<std::string_view, Number>& vocabulary()
{
    static const std::unordered_map<std::string_view, Number> words = {
        {"zero", {Kind::Unit, 0}},
        {"one", {Kind::Unit, 1}},
        {"two", {Kind::Unit, 2}},
        {"three", {Kind::Unit, 3}},
        {"four", {Kind::Unit, 4}},
        {"five", {Kind::Unit, 5}},
        {"six", {Kind::Unit, 6}},
        {"seven", {Kind::Unit, 7}},
        {"eight", {Kind::Unit, 8}},
        {"nine", {Kind::Unit, 9}},
        {"ten", {Kind::Teen, 10}},
        {"eleven", {Kind::Teen, 11}},
        {"twelve", {Kind::Teen, 12}},
        {"thirteen", {Kind::Teen, 13}},
        {"fourteen", {Kind::Teen, 14}},
        {"fifteen", {Kind::Teen, 15}},
        {"sixteen", {Kind::Teen, 16}},
        {"seventeen", {Kind::Teen, 17}},
        {"eighteen", {Kind::Teen, 18}},
        {"nineteen", {Kind::Teen, 19}},
        {"twenty", {Kind::Tens, 20}},
        {"thirty", {Kind::Tens, 30}},
        {"forty", {Kind::Tens, 40}},
        {"fifty", {Kind::Tens, 50}},
        {"sixty", {Kind::Tens, 60}},
        {"seventy", {Kind::Tens, 70}},
        {"eighty", {Kind::Tens, 80}},
        {"ninety", {Kind::Tens, 90}},
        {"hundred", {Kind::Hundred, 100}},
        {"thousand", {Kind::Scale, 1000}},
        {"million", {Kind::Scale, 1'000'000}},
        {"billion", {Kind::Scale, 1'000'000'000}},
        {"third", {Kind::Unit, 3, "rd"}},
        {"fourth", {Kind::Unit, 4, "th"}},
        {"fifth", {Kind::Unit, 5, "th"}},
        {"sixth", {Kind::Unit, 6, "th"}},
        {"seventh", {Kind::Unit, 7, "th"}},
        {"eighth", {Kind::Unit, 8, "th"}},
        {"ninth", {Kind::Unit, 9, "th"}},
        {"tenth", {Kind::Teen, 10, "th"}},
        {"twelfth", {Kind::Teen, 12, "th"}},
        {"twentieth", {Kind::Tens, 20, "th"}},
        {"hundredth", {Kind::Hundred, 100, "th"}},
    };
    return words;
}

std::optional<Number> numberOf(const std::string& word)
{
    // "first" and "second" are numbers only after tens: "twenty first", but "the first time", "a second".
    const auto found = vocabulary().find(word);
    return found == vocabulary().end() ? std::nullopt : std::optional(found->second);
}

// Reads one number from `words` at `at`, and moves it past.
class Reader {
public:
    Reader(std::span<const std::string> words, std::size_t& at) : m_words(words), m_at(at) { }

    std::string read()
    {
        while (m_at < m_words.size() && take()) { }
        std::string text = std::to_string(m_whole + m_group);
        if (m_suffix.empty())
            text += decimals();
        return text + std::string(m_suffix);
    }

private:
    bool take()
    {
        if (!m_suffix.empty())
            return false;  // an ordinal ends its number
        const std::string& word = m_words[m_at];
        if (m_last == Kind::Tens && (word == "first" || word == "second")) {
            accept({Kind::Unit, word == "first" ? 1 : 2, word == "first" ? "st" : "nd"});
            return true;
        }
        // "one hundred and five", but not "two and three".
        const bool joined =
            word == "and" && (m_last == Kind::Hundred || m_last == Kind::Scale) && m_at + 1 < m_words.size();
        const auto next = numberOf(joined ? m_words[m_at + 1] : word);
        if (!next || !fits(*next) || (joined && next->kind >= Kind::Hundred))
            return false;
        m_at += joined ? 1 : 0;
        accept(*next);
        return true;
    }

    // Whether the number said so far goes on with `next`.
    [[nodiscard]] bool fits(const Number& next) const
    {
        if (!m_last)
            return true;
        switch (next.kind) {
        case Kind::Unit:
            return (m_last == Kind::Tens && next.value > 0) || m_last == Kind::Hundred || m_last == Kind::Scale;
        case Kind::Teen:
        case Kind::Tens:
            return m_last == Kind::Hundred || m_last == Kind::Scale || isCentury();
        case Kind::Hundred:
            return m_group > 0 && m_group < 100;
        case Kind::Scale:
            return m_last != Kind::Scale && m_group > 0 && (m_whole == 0 || m_whole >= next.value * 1000);
        }
        return false;
    }

    // "nineteen" before "eighty", "twenty" before "ten": a year in two halves.
    [[nodiscard]] bool isCentury() const
    {
        return m_whole == 0 && m_group >= 10 && m_group <= 99 && (m_last == Kind::Teen || m_last == Kind::Tens);
    }

    void accept(const Number& next)
    {
        if (next.kind == Kind::Hundred) {
            m_group = (m_group == 0 ? 1 : m_group) * 100;
        } else if (next.kind == Kind::Scale) {
            m_whole += (m_group == 0 ? 1 : m_group) * next.value;
            m_group = 0;
        } else if ((next.kind == Kind::Teen || next.kind == Kind::Tens) && isCentury()) {
            m_group = m_group * 100 + next.value;
        } else {
            m_group += next.value;
        }
        m_suffix = next.suffix;
        m_last = next.kind;
        ++m_at;
    }

    // ".14" of "point one four".
    std::string decimals()
    {
        std::string digits;
        std::size_t at = m_at + 1;
        if (m_at >= m_words.size() || m_words[m_at] != "point")
            return {};
        for (; at < m_words.size(); ++at) {
            const auto digit = numberOf(m_words[at]);
            if (!digit || digit->kind != Kind::Unit || !digit->suffix.empty())
                break;
            digits += std::to_string(digit->value);
        }
        if (digits.empty())
            return {};
        m_at = at;
        return "." + digits;
    }

    std::span<const std::string> m_words;
    std::size_t& m_at;
    std::int64_t m_whole = 0;  // thousands and above
    std::int64_t m_group = 0;  // below a thousand, or a year
    std::optional<Kind> m_last;
    std::string_view m_suffix;
};

}  // namespace

std::vector<std::string> numbersAsDigits(std::span<const std::string> words)
{
    std::vector<std::string> result;
    for (std::size_t at = 0; at < words.size();) {
        if (numberOf(words[at]))
            result.push_back(Reader(words, at).read());
        else
            result.push_back(words[at++]);
    }
    return result;
}

}  // namespace saysee::text
