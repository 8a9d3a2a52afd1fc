// Stands in for rules.cpp in a networks-only build on a machine without PCRE2 and utf8proc: vocabularies load, ids
// are decoded, but no text is cut into words.
#include "core/text/unicode/rules.h"

#include "core/text/unicode/utf8.h"

namespace saysee::text {

base::Result<std::vector<std::string_view>> cutWords(std::string_view, WordPattern)
{
    return base::fail(base::ErrorCode::Internal,
                      "This build cannot read text: it was made without PCRE2 and utf8proc.");
}

std::string foldForClip(std::string_view text) { return std::string(text); }

std::string foldForComparing(std::string_view text)
{
    std::string folded(text);
    for (char& byte : folded)
        if (byte >= 'A' && byte <= 'Z')
            byte = static_cast<char>(byte - 'A' + 'a');
        else if (isAsciiSpace(byte))
            byte = ' ';
    return folded;
}

}  // namespace saysee::text
