// What an answer says, in the person's language.
#pragma once

#include "core/search/searcher.h"

#include <QString>

namespace saysee::ui {

[[nodiscard]] QString bandTitle(search::Band band);
// "3 photos match well, 5 may match. 62 % of the library is searched so far."
[[nodiscard]] QString summaryText(const search::SearchAnswer& answer);
// "The keyword says "beach". Words 0.31, sound 0.12."
[[nodiscard]] QString whyText(const search::SearchHit& hit);
// "12 May 2023", as far as it is known; empty when it is not.
[[nodiscard]] QString takenText(const std::string& iso8601);

}  // namespace saysee::ui
