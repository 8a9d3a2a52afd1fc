#include "core/search/rank/merge.h"

#include <algorithm>
#include <map>

namespace saysee::search {

namespace {

constexpr double kFusionConstant = 60;  // Cormack, Clarke and Buettcher, SIGIR 2009

struct Candidate {
    RankedPhoto photo;
    double fused = 0;
};

Band lifted(Band band, const TextMatch& match)
{
    const bool sure = match.field != Field::FolderName && match.last == LastWord::Whole;
    const Band least = sure ? Band::Best : Band::Maybe;
    return std::min(band, least);  // Best comes first in the enumeration
}

}  // namespace

std::vector<RankedPhoto> mergeRanks(std::span<const index::Hit> content, std::span<const Band> bands,
                                    std::span<const TextMatch> written, std::span<const index::Hit> writtenScores)
{
    std::map<base::PhotoId, Candidate> candidates;
    for (std::size_t i = 0; i < content.size(); ++i)
        candidates[content[i].photo] = {{content[i].photo, content[i].score, bands[i], std::nullopt},
                                        1.0 / (kFusionConstant + static_cast<double>(i + 1))};
    for (std::size_t i = 0; i < written.size(); ++i) {
        Candidate& candidate = candidates[written[i].photo];
        candidate.photo.photo = written[i].photo;
        candidate.photo.band = lifted(candidate.photo.band, written[i]);
        candidate.photo.written = written[i];
        candidate.fused += 1.0 / (kFusionConstant + static_cast<double>(i + 1));
    }
    for (const index::Hit& hit : writtenScores)
        if (const auto found = candidates.find(hit.photo); found != candidates.end())
            found->second.photo.score = hit.score;

    std::vector<Candidate> ordered;
    for (auto& [id, candidate] : candidates)  // by id, and the sort is stable: ties stay in that order
        ordered.push_back(std::move(candidate));
    std::stable_sort(ordered.begin(), ordered.end(), [](const Candidate& a, const Candidate& b) {
        return a.photo.band != b.photo.band ? a.photo.band < b.photo.band : a.fused > b.fused;
    });
    std::vector<RankedPhoto> photos;
    for (Candidate& candidate : ordered)
        photos.push_back(std::move(candidate.photo));
    return photos;
}

}  // namespace saysee::search
