#define PCRE2_CODE_UNIT_WIDTH 8

#include "core/text/unicode/rules.h"

#include "core/text/unicode/utf8.h"

#include <memory>
#include <pcre2.h>
#include <utf8proc.h>

namespace saysee::text {

namespace {

struct Freed {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
using Code = std::unique_ptr<pcre2_code, Freed>;

Code compile(std::string_view pattern, std::uint32_t extra)
{
    int error = 0;
    std::size_t offset = 0;
    Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                            PCRE2_UTF | PCRE2_UCP | extra, &error, &offset, nullptr));
    if (code)
        pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);  // where the machine has no JIT, it is merely slower
    return code;
}

// Compiled once; matching is thread-safe. Sources: GPT-2's and CLIP's released tokenizers.
const pcre2_code* compiled(WordPattern pattern)
{
    static const Code gpt2 =
        compile(R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", 0);
    static const Code clip = compile(R"('s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+)", PCRE2_CASELESS);
    return pattern == WordPattern::Gpt2 ? gpt2.get() : clip.get();
}

// Calls `each` with every code point of valid UTF-8.
template <class Function>
void forEachCodePoint(std::string_view text, Function each)
{
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t codePoint = 0;
        const utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &codePoint);
        if (used <= 0)
            return;
        each(codePoint);
        bytes += used;
        left -= used;
    }
}

bool isSpace(utf8proc_int32_t codePoint)
{
    const utf8proc_category_t category = utf8proc_category(codePoint);
    return (codePoint >= 9 && codePoint <= 13) || (codePoint >= 28 && codePoint <= 31) || codePoint == 0x85
        || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

std::string mapped(std::string_view text, int options)
{
    utf8proc_uint8_t* result = nullptr;
    const utf8proc_ssize_t length =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &result, static_cast<utf8proc_option_t>(options));
    if (length < 0)
        return std::string(text);
    std::string copy(reinterpret_cast<const char*>(result), static_cast<std::size_t>(length));
    std::free(result);
    return copy;
}

// Puts one space where `text` has any number, none at its ends.
void appendSpace(std::string& text)
{
    if (!text.empty() && text.back() != ' ')
        text.push_back(' ');
}

}  // namespace

base::Result<std::vector<std::string_view>> cutWords(std::string_view text, WordPattern pattern)
{
    const pcre2_code* code = compiled(pattern);
    if (code == nullptr)
        return base::fail(base::ErrorCode::Internal, "The tokenizer's pattern does not compile with this PCRE2.");
    const std::unique_ptr<pcre2_match_data, Freed> match(pcre2_match_data_create_from_pattern(code, nullptr));
    std::vector<std::string_view> words;
    std::size_t from = 0;
    while (from < text.size()) {
        const int found = pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                                      PCRE2_NO_UTF_CHECK, match.get(), nullptr);
        if (found == PCRE2_ERROR_NOMATCH)
            break;
        if (found < 0)
            return base::fail(base::ErrorCode::Internal, "The text cannot be cut into words.",
                              "PCRE2 error " + std::to_string(found));
        const std::size_t* span = pcre2_get_ovector_pointer(match.get());
        words.push_back(text.substr(span[0], span[1] - span[0]));
        from = span[1];
    }
    return words;
}

std::string foldForClip(std::string_view text)
{
    std::string folded;
    folded.reserve(text.size());
    forEachCodePoint(mapped(text, UTF8PROC_COMPOSE | UTF8PROC_STABLE), [&](utf8proc_int32_t codePoint) {
        if (isSpace(codePoint))
            appendSpace(folded);
        else if (utf8proc_category(codePoint) != UTF8PROC_CATEGORY_CC)
            appendUtf8(folded, static_cast<char32_t>(utf8proc_tolower(codePoint)));
    });
    if (!folded.empty() && folded.back() == ' ')
        folded.pop_back();
    return folded;
}

std::string foldForComparing(std::string_view text)
{
    std::string folded;
    folded.reserve(text.size());
    constexpr int kDecompose = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE;
    forEachCodePoint(mapped(text, kDecompose), [&](utf8proc_int32_t codePoint) {
        const utf8proc_category_t category = utf8proc_category(codePoint);
        const bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
        const bool wordLike = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
        if (mark)
            return;
        if (wordLike || (codePoint > 32 && codePoint < 127))
            appendUtf8(folded, static_cast<char32_t>(utf8proc_tolower(codePoint)));
        else
            appendSpace(folded);
    });
    return folded;
}

}  // namespace saysee::text
