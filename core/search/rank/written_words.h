// Which words of a query are looked up in what is written about photos.
#pragma once

#include <string>
#include <string_view>

namespace saysee::search {

// Leaves out words that a spoken sentence is full of and no keyword is ("a", "the", "photo of"), unless there are no
// others. "Quoted words" stay as they are. English; other languages lose nothing but such words.
[[nodiscard]] std::string significantWords(std::string_view text);

}  // namespace saysee::search
