// Where to cut a text that is too long to encode at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace saysee::text {

// The byte offset at which the second part begins: at the strongest kind of boundary that the text has (sentence,
// clause, comma, conjunction, space, character), of those the nearest to the middle. Empty for a text of one
// character. The text is valid UTF-8 without white space at its ends; neither part is empty.
[[nodiscard]] std::optional<std::size_t> bestCut(std::string_view text);

// Without ASCII white space at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace saysee::text
