// Words of a person's own in what was corrected: names that nobody else uses. Pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::training {

// Lower-case words of a text without the punctuation around them.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);

// `text` with every word that `meanings` has replaced; the rest stays letter by letter.
[[nodiscard]] std::string withMeanings(std::string_view text, const std::map<std::string, std::string>& meanings);

// A name, and forms of it that go on from the shortest by one or two letters ("wuffel", "wuffels").
struct OwnName {
    std::vector<std::string> forms;
    std::vector<std::size_t> texts;  // those that it is in, ascending
};

// Words of three letters or more that are `foreign`, in at least two of the texts and absent from at least two: what
// tells both apart can be learned then.
[[nodiscard]] std::vector<OwnName> findOwnNames(const std::vector<std::string>& texts,
                                                const std::function<bool(std::string_view word)>& foreign);

}  // namespace saysee::training
