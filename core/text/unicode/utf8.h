// UTF-8 by hand, where no library is needed: repairing it, writing it, finding where characters begin.
#pragma once

#include <string>
#include <string_view>

namespace saysee::text {

// Every byte sequence that is not UTF-8 becomes one U+FFFD for each longest valid beginning of a character, as the
// Unicode Standard (3.9, "substitution of maximal subparts") recommends and Python's errors="replace" does.
[[nodiscard]] std::string repairUtf8(std::string_view text);

// Appends a code point, 0..0x10FFFF; surrogates and larger values as U+FFFD.
void appendUtf8(std::string& text, char32_t codePoint);

[[nodiscard]] constexpr bool startsCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

[[nodiscard]] constexpr bool isAsciiSpace(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

}  // namespace saysee::text
