#include "core/search/searcher.h"

#include "core/search/rank/merge.h"
#include "core/search/rank/written_words.h"

#include <algorithm>
#include <unordered_map>

namespace saysee::search {

namespace {

using base::ErrorCode;

constexpr std::size_t kMostHits = 10'000;
constexpr std::size_t kBackgroundSample = 2000;  // photos; their scoring takes under a millisecond
constexpr std::size_t kMostWritten = 1000;  // photos found by their words; more would drown the content
constexpr std::size_t kLeastWritten = 100;

using Scores = std::unordered_map<base::PhotoId, float>;

base::Result<Scores> scoresOf(const index::VectorIndex& index, const base::Embedding& query,
                              std::span<const base::PhotoId> photos)
{
    SAYSEE_ASSIGN(const auto hits, index.score(query, photos));
    Scores scores;
    for (const index::Hit& hit : hits)
        scores.emplace(hit.photo, hit.score);
    return scores;
}

// The nearest admitted photos. Hidden ones are passed over, and asked beyond when too few others remain.
base::Result<std::vector<index::Hit>> nearest(const index::VectorIndex& index, const base::Embedding& query,
                                              std::size_t count, const Admission& admission)
{
    for (std::size_t asked = count;; asked *= 2) {
        SAYSEE_ASSIGN(auto hits, index.search(query, asked, admission.only ? &*admission.only : nullptr));
        const bool all = hits.size() < asked;
        std::erase_if(hits, [&](const index::Hit& hit) { return !admission.admits(hit.photo); });
        if (!all && hits.size() < count)
            continue;
        hits.resize(std::min(hits.size(), count));
        return hits;
    }
}

std::optional<float> scoreOf(const Scores& scores, base::PhotoId photo)
{
    const auto found = scores.find(photo);
    return found == scores.end() ? std::nullopt : std::optional(found->second);
}

base::Status checkRequest(const SearchRequest& request)
{
    if (request.count == 0 || request.count > kMostHits)
        return base::fail(ErrorCode::InvalidArgument,
                          "The number of results must be between 1 and " + std::to_string(kMostHits) + ".");
    if (!request.text.empty() || request.parts.empty())
        SAYSEE_TRY(checkQueryText(request.text));
    if (request.parts.empty() && request.writtenWords == WrittenWords::Ignore)
        return base::fail(ErrorCode::InvalidArgument, "There is nothing to search for.");
    return {};
}

std::string writtenText(const SearchRequest& request)
{
    if (request.writtenWords == WrittenWords::Ignore)
        return {};
    if (!request.text.empty())
        return significantWords(request.text);
    std::string all;
    for (const QueryPart& part : request.parts)
        if (part.kind != PartKind::Image && part.weight > 0)
            all += (all.empty() ? "" : " ") + part.label;
    return significantWords(all);
}

// The query as one channel alone sees it: empty when no part has that channel.
std::optional<base::Embedding> channelOf(std::span<const QueryPart> parts,
                                         std::optional<base::Embedding> QueryPart::*channel)
{
    std::vector<QueryPart> alone;
    for (const QueryPart& part : parts)
        if (part.*channel)
            alone.push_back({part.kind, part.label, part.weight, *(part.*channel), std::nullopt, std::nullopt, {}});
    const auto combined = combine(alone);
    return combined ? std::optional(*combined) : std::nullopt;
}

std::vector<base::PhotoId> photosOf(std::span<const SearchHit> hits)
{
    std::vector<base::PhotoId> photos;
    for (const SearchHit& hit : hits)
        photos.push_back(hit.photo);
    return photos;
}

base::Status explainChannels(const index::VectorIndex& index, std::span<const QueryPart> parts,
                             std::span<SearchHit> hits)
{
    const std::vector<base::PhotoId> photos = photosOf(hits);
    const auto fill = [&](std::optional<base::Embedding> QueryPart::*channel,
                          std::optional<float> SearchHit::*target) -> base::Status {
        const auto query = channelOf(parts, channel);
        if (!query)
            return {};
        SAYSEE_ASSIGN(const Scores scores, scoresOf(index, *query, photos));
        for (SearchHit& hit : hits)
            hit.*target = scoreOf(scores, hit.photo);
        return {};
    };
    SAYSEE_TRY(fill(&QueryPart::words, &SearchHit::words));
    return fill(&QueryPart::sound, &SearchHit::sound);
}

base::Status explainClauses(const index::VectorIndex& index, std::span<const QueryPart> parts,
                            std::span<SearchHit> hits)
{
    const std::vector<base::PhotoId> photos = photosOf(hits);
    Scores best;
    for (const QueryPart& part : parts) {
        if (part.weight <= 0)
            continue;
        for (const Clause& clause : part.clauses) {
            SAYSEE_ASSIGN(const Scores scores, scoresOf(index, clause.vector, photos));
            for (SearchHit& hit : hits) {
                const auto score = scoreOf(scores, hit.photo);
                const auto before = scoreOf(best, hit.photo);
                if (score && (!before || *score > *before)) {
                    best[hit.photo] = *score;
                    hit.clause = clause.text;
                }
            }
        }
    }
    return {};
}

// Paths and dates; photos that are gone since the index was made fall out. Ranks and bands are counted here.
base::Status describeHits(PhotoCatalog& catalog, std::vector<RankedPhoto> photos, SearchAnswer& answer)
{
    std::vector<base::PhotoId> ids;
    for (const RankedPhoto& photo : photos)
        ids.push_back(photo.photo);
    SAYSEE_ASSIGN(const auto known, catalog.describe(ids));
    std::unordered_map<base::PhotoId, const PhotoFacts*> facts;
    for (const PhotoFacts& fact : known)
        facts.emplace(fact.photo, &fact);
    for (RankedPhoto& photo : photos) {
        const auto found = facts.find(photo.photo);
        if (found == facts.end())
            continue;
        SearchHit hit;
        hit.rank = static_cast<int>(answer.hits.size()) + 1;
        hit.photo = photo.photo;
        hit.path = found->second->path;
        hit.taken = found->second->taken;
        hit.score = photo.score;
        hit.band = photo.band;
        hit.written = std::move(photo.written);
        ++(hit.band == Band::Best ? answer.best : hit.band == Band::Maybe ? answer.maybe : answer.rest);
        answer.hits.push_back(std::move(hit));
    }
    return {};
}

struct ContentHits {
    std::vector<index::Hit> hits;
    std::vector<Band> bands;
    std::vector<index::Hit> writtenScores;
};

}  // namespace

Searcher::Searcher(const index::VectorIndex& index, PhotoCatalog& catalog, BandLimits limits)
    : m_index(index), m_catalog(catalog), m_limits(limits)
{
}

base::Result<SearchAnswer> Searcher::search(const SearchRequest& request) const
{
    SAYSEE_TRY(checkRequest(request));
    SearchAnswer answer;
    answer.searchedText = writtenText(request);
    SAYSEE_ASSIGN(answer.coverage, m_catalog.coverage(m_index.space()));
    SAYSEE_ASSIGN(const Admission admission, m_catalog.admission(request.filter));

    std::vector<TextMatch> written;
    if (!answer.searchedText.empty()) {
        // Twice as many as are shown; but all when a filter is still to pick from them.
        const std::size_t limit =
            admission.only ? kMostWritten : std::clamp(2 * request.count, kLeastWritten, kMostWritten);
        SAYSEE_ASSIGN(written, m_catalog.matching(answer.searchedText, limit));
    }
    admission.keepAdmitted(written);

    ContentHits content;
    if (!request.parts.empty()) {
        SAYSEE_ASSIGN(const base::Embedding query, combine(request.parts));
        SAYSEE_ASSIGN(content.hits, nearest(m_index, query, request.count, admission));
        SAYSEE_ASSIGN(const auto sample, m_index.score(query, m_index.sample(kBackgroundSample)));
        std::vector<float> scores;
        for (const index::Hit& hit : sample)
            scores.push_back(hit.score);
        answer.background = fitBackground(std::move(scores));
        std::vector<base::PhotoId> photos;
        for (const TextMatch& match : written)
            photos.push_back(match.photo);
        SAYSEE_ASSIGN(content.writtenScores, m_index.score(query, photos));
    }
    std::vector<float> scores;
    for (const index::Hit& hit : content.hits)
        scores.push_back(hit.score);
    const std::size_t total = admission.only ? std::min(admission.only->size(), m_index.size()) : m_index.size();
    content.bands = assignBands(scores, answer.background, total, m_limits);

    auto ranked = mergeRanks(content.hits, content.bands, written, content.writtenScores);
    ranked.resize(std::min(ranked.size(), request.count));
    const Band highest = highestBand(trustIn(request.parts));
    answer.heardWell = highest == Band::Best;
    for (RankedPhoto& photo : ranked)
        photo.band = std::max(photo.band, highest);  // Best comes first in the enumeration
    SAYSEE_TRY(describeHits(m_catalog, std::move(ranked), answer));
    SAYSEE_TRY(explainChannels(m_index, request.parts, answer.hits));
    SAYSEE_TRY(explainClauses(m_index, request.parts, answer.hits));
    return answer;
}

base::Result<SearchAnswer> Searcher::similar(base::PhotoId photo, std::size_t count, const PhotoFilter& filter) const
{
    SearchRequest request;
    SAYSEE_ASSIGN(base::Embedding vector, m_index.vectorOf(photo));
    request.parts.push_back(imagePart(std::move(vector), "photo " + std::to_string(photo.value)));
    request.writtenWords = WrittenWords::Ignore;
    request.filter = filter;
    request.count = count;
    SAYSEE_TRY(checkRequest(request));
    request.count = std::min(count + 1, kMostHits);
    SAYSEE_ASSIGN(SearchAnswer found, search(request));
    SearchAnswer answer = std::move(found);
    std::erase_if(answer.hits, [photo](const SearchHit& hit) { return hit.photo == photo; });
    answer.hits.resize(std::min(answer.hits.size(), count));
    answer.best = answer.maybe = answer.rest = 0;
    for (std::size_t i = 0; i < answer.hits.size(); ++i) {
        SearchHit& hit = answer.hits[i];
        hit.rank = static_cast<int>(i) + 1;
        ++(hit.band == Band::Best ? answer.best : hit.band == Band::Maybe ? answer.maybe : answer.rest);
    }
    return answer;
}

}  // namespace saysee::search
