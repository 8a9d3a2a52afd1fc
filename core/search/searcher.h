// Search as every shell sees it: a request in, ranked and explained photos out.
#pragma once

#include "core/index/vector_index.h"
#include "core/search/bands.h"
#include "core/search/catalog.h"
#include "core/search/query.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace saysee::search {

enum class WrittenWords { Match, Ignore };

struct SearchRequest {
    std::vector<QueryPart> parts;  // may be empty when `text` is not: then only what is written about photos counts
    std::string text;  // looked up in names, titles, keywords, places, people; empty: the positive parts'
    WrittenWords writtenWords = WrittenWords::Match;
    PhotoFilter filter;
    std::size_t count = 50;  // hits at most, 1..10,000
};

struct SearchHit {
    int rank = 0;  // from 1
    base::PhotoId photo;
    std::filesystem::path path;
    std::string taken;  // ISO 8601; empty when unknown
    std::optional<float> score;  // cosine with the whole query; empty for a photo that has no vector yet
    Band band = Band::Rest;
    std::optional<float> words;  // cosine with the words channel alone
    std::optional<float> sound;  // cosine with the sound channel alone
    std::string clause;  // the clause of a long query that this photo matches best
    // What is written about the photo that holds every word of the query, or goes on where the last one ends.
    std::optional<TextMatch> written;
};

struct SearchAnswer {
    std::vector<SearchHit> hits;  // by band, then by rank fusion of content and written words, ties by photo id
    std::size_t best = 0;  // hits in each band
    std::size_t maybe = 0;
    std::size_t rest = 0;  // nearest guesses: shells fold them away
    Coverage coverage;
    Background background;
    bool heardWell = true;  // false: the words of a spoken query are too uncertain for Best, or even for Maybe
    std::string searchedText;  // what was looked up in names, titles and so on

    [[nodiscard]] bool nothingMatches() const { return best == 0 && maybe == 0; }
};

// One sentence for people: "3 photos match well, 5 may match.", "Nothing matches; ..." and what was not searched yet.
[[nodiscard]] std::string summary(const SearchAnswer& answer);
[[nodiscard]] std::string
explanation(const SearchHit& hit);  // "matches the keyword \"beach\"; words 0.31, sound 0.12"

// The hits and everything about them as app/cli/JSON.md describes it.
[[nodiscard]] nlohmann::json toJson(const SearchAnswer& answer);

// How content and written words are merged:
//  1. Every photo gets a band from its score (bands.h).
//  2. A photo about which every word of the query is written, in its title, keywords, place, people or file name, is
//     Best; one whose folder is called so is at least Maybe, and so is one with a word that the last one only begins:
//     it may be typed to its end yet, but who says "cat" does not mean a cathedral.
//  3. When it is uncertain what was said (highestBand() in bands.h), no photo's band is higher than that allows.
//  4. Within a band, photos are ordered by reciprocal rank fusion of the two lists (Cormack, Clarke and Buettcher,
//     2009, constant 60), ties by photo id.
// Threading: the index's thread. References must outlive the searcher.
class Searcher {
public:
    Searcher(const index::VectorIndex& index, PhotoCatalog& catalog, BandLimits limits = {});

    // Errors: InvalidArgument (nothing to search for, count, weights), VersionMismatch (a query of another space).
    base::Result<SearchAnswer> search(const SearchRequest& request) const;

    // Photos that look like this one, itself left out. Error (NotFound): it has no vector yet.
    base::Result<SearchAnswer> similar(base::PhotoId photo, std::size_t count, const PhotoFilter& filter = {}) const;

private:
    const index::VectorIndex& m_index;
    PhotoCatalog& m_catalog;
    BandLimits m_limits;
};

}  // namespace saysee::search
