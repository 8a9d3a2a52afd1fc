#include "core/text/clip/clean.h"

#include "core/text/unicode/rules.h"
#include "core/text/unicode/utf8.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace saysee::text {

namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

constexpr std::array<Replacement, 24> kEntities = {{
    {"amp", "&"},         {"lt", "<"},         {"gt", ">"},         {"quot", "\""},      {"apos", "'"},
    {"nbsp", " "},        {"copy", "\u00A9"},  {"reg", "\u00AE"},   {"trade", "\u2122"}, {"deg", "\u00B0"},
    {"hellip", "\u2026"}, {"mdash", "\u2014"}, {"ndash", "\u2013"}, {"bull", "\u2022"},  {"middot", "\u00B7"},
    {"times", "\u00D7"},  {"lsquo", "\u2018"}, {"rsquo", "\u2019"}, {"ldquo", "\u201C"}, {"rdquo", "\u201D"},
    {"laquo", "\u00AB"},  {"raquo", "\u00BB"}, {"euro", "\u20AC"},  {"pound", "\u00A3"},
}};

constexpr std::array<Replacement, 15> kPlainSpellings = {{
    {"\u2018", "'"},
    {"\u2019", "'"},
    {"\u201A", "'"},
    {"\u201B", "'"},
    {"\u201C", "\""},
    {"\u201D", "\""},
    {"\u201E", "\""},
    {"\u201F", "\""},
    {"\uFB00", "ff"},
    {"\uFB01", "fi"},
    {"\uFB02", "fl"},
    {"\uFB03", "ffi"},
    {"\uFB04", "ffl"},
    {"\uFB05", "\u017Ft"},
    {"\uFB06", "st"},
}};

std::optional<std::string> entity(std::string_view name)
{
    if (name.starts_with('#')) {
        const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
        std::uint32_t codePoint = 0;
        const auto parsed =
            std::from_chars(digits.data(), digits.data() + digits.size(), codePoint, hexadecimal ? 16 : 10);
        if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size())
            return std::nullopt;
        std::string character;
        appendUtf8(character, codePoint);
        return character;
    }
    for (const auto& [known, character] : kEntities)
        if (name == known)
            return std::string(character);
    return std::nullopt;
}

std::string spellPlainly(std::string_view text)
{
    std::string straight;
    while (!text.empty()) {
        std::string_view character = text.substr(0, 1);
        std::string_view written = character;
        for (const auto& [fancy, plain] : kPlainSpellings)
            if (text.starts_with(fancy)) {
                character = fancy;
                written = plain;
            }
        straight += written;
        text.remove_prefix(character.size());
    }
    return straight;
}

}  // namespace

std::string unescapeHtml(std::string_view text)
{
    constexpr std::size_t kLongestName = 10;
    std::string plain;
    while (!text.empty()) {
        const std::size_t ampersand = text.find('&');
        plain += text.substr(0, ampersand);
        if (ampersand == std::string_view::npos)
            break;
        text.remove_prefix(ampersand);
        const std::size_t end = text.substr(0, kLongestName + 2).find(';');
        const auto character = end == std::string_view::npos ? std::nullopt : entity(text.substr(1, end - 1));
        plain += character.value_or("&");
        text.remove_prefix(character ? end + 1 : 1);
    }
    return plain;
}

std::string cleanForClip(std::string_view text)
{
    return foldForClip(spellPlainly(unescapeHtml(unescapeHtml(repairUtf8(text)))));
}

}  // namespace saysee::text
