// What CLIP does to a text before tokenizing: entities resolved, typographic quotes and ligatures spelt plainly,
// folded.
#pragma once

#include <string>
#include <string_view>

namespace saysee::text {

// "&amp;lt;" becomes "<": entities are resolved twice, as in the reference. Numeric ones and the names common in
// captions; others stay as they are.
[[nodiscard]] std::string unescapeHtml(std::string_view text);

// Any bytes to the text that CLIP's pattern cuts. Of the reference's repairs (the ftfy library) those that matter to
// captions are done: quotes, Latin ligatures, control characters.
[[nodiscard]] std::string cleanForClip(std::string_view text);

}  // namespace saysee::text
