// English number words to digits, so that "twenty one" and "21" count as the same word.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace saysee::text {

// Lower-case words; runs of number words become one word of digits, others stay. "one hundred and five" 105,
// "nineteen eighty four" 1984, "three point one four" 3.14, "twenty first" 21st. Digits said one by one stay apart.
[[nodiscard]] std::vector<std::string> numbersAsDigits(std::span<const std::string> words);

}  // namespace saysee::text
