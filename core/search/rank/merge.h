// Joins the two lists of a search: photos whose content scores, and photos about which the words are written.
#pragma once

#include "core/index/vector_index.h"
#include "core/search/bands.h"
#include "core/search/catalog.h"

#include <optional>
#include <span>
#include <vector>

namespace saysee::search {

struct RankedPhoto {
    base::PhotoId photo;
    std::optional<float> score;
    Band band = Band::Rest;
    std::optional<TextMatch> written;
};

// `content` is best first with its `bands`; `written` is most relevant first; `writtenScores` holds the scores of
// those written ones that have a vector. The rule is told in searcher.h. Pure.
[[nodiscard]] std::vector<RankedPhoto> mergeRanks(std::span<const index::Hit> content, std::span<const Band> bands,
                                                  std::span<const TextMatch> written,
                                                  std::span<const index::Hit> writtenScores);

}  // namespace saysee::search
