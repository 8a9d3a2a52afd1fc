#include "core/session/labelling.h"

#include "core/audio/wav_writer.h"
#include "core/base/files.h"

#include <algorithm>

namespace saysee::session {
namespace {

using nlohmann::json;

constexpr std::size_t kMostCandidates = 1500;  // photos that may be offered; all are compared with each other,
constexpr std::size_t kMostDescribed = 750;  // and with so many that were described: a quarter of a second for 512
                                             // dimensions, during which no search runs
constexpr std::size_t kMostFailed = 20;  // the latest searches that found nothing
constexpr auto kRank = "rank";
constexpr auto kHeardAgain = "heard_again";

json extraOf(const library::Pair& pair)
{
    json extra = json::parse(pair.extra, nullptr, false);
    return extra.is_object() ? extra : json::object();
}

base::Result<std::vector<search::FailedSearch>> failedSearches(Workspace& workspace, const index::VectorIndex& index)
{
    SAYSEE_ASSIGN(const auto texts, workspace.library().history().unanswered(kMostFailed));
    SAYSEE_ASSIGN(model::Engine * engine, workspace.engine());
    std::vector<search::FailedSearch> failed;
    for (const std::string& text : texts) {
        SAYSEE_ASSIGN(const auto query, engine->embedText(text));
        SAYSEE_ASSIGN(const auto hits, index.search(query.vector, 10));
        search::FailedSearch search {text, {}};
        for (const auto& hit : hits)
            search.nearest.push_back(hit.photo);
        failed.push_back(std::move(search));
    }
    return failed;
}

// Evenly spread over all.
std::vector<base::PhotoId> thinned(std::vector<base::PhotoId> photos, std::size_t count)
{
    if (photos.size() <= count)
        return photos;
    for (std::size_t i = 0; i < count; ++i)
        photos[i] = photos[i * photos.size() / count];
    photos.resize(count);
    return photos;
}

base::Result<std::size_t> rankAmongAll(Workspace& workspace, const base::Embedding& query, base::PhotoId photo)
{
    SAYSEE_ASSIGN(const index::VectorIndex* index, workspace.index());
    SAYSEE_ASSIGN(const auto hits,
                  index->search(query, std::min(kDeepestRank, std::max<std::size_t>(1, index->size()))));
    const auto found = std::find_if(hits.begin(), hits.end(), [&](const auto& hit) { return hit.photo == photo; });
    return found == hits.end() ? 0 : static_cast<std::size_t>(found - hits.begin()) + 1;
}

}  // namespace

base::Result<HeardPair> hearPair(Workspace& workspace, const audio::Clip& clip, base::PhotoId photo,
                                 const base::TaskContext& task)
{
    HeardPair heard;
    SAYSEE_ASSIGN(const auto activity, audio::detectSpeech(clip.view()));
    heard.quality = audio::assessClip(clip.view(), activity);
    if (!heard.quality.usable())
        return heard;
    SAYSEE_ASSIGN(const audio::Clip speech, audio::trimToSpeech(clip));
    SAYSEE_ASSIGN(model::Engine * engine, workspace.engine(task));
    const auto query = engine->embedSpeech(speech, model::queryTranscription(), task);
    if (!query && query.error().code == base::ErrorCode::AudioUnusable)
        return heard;
    if (!query)
        return tl::unexpected(query.error());
    heard.text = query->transcript.text();
    heard.language = query->transcript.language;
    SAYSEE_ASSIGN(heard.rank, rankAmongAll(workspace, query->fused, photo));
    return heard;
}

base::Result<SavedTake> saveTake(library::Library& library, const audio::Take& take, library::Pair draft)
{
    SAYSEE_ASSIGN(const auto activity, audio::detectSpeech(take.clip.view()));
    SavedTake saved;
    saved.quality = audio::assessClip(take.clip.view(), activity);
    std::error_code ignored;
    if (!saved.quality.usable()) {
        std::filesystem::remove(take.file, ignored);  // nobody will ever listen to silence
        return base::fail(base::ErrorCode::AudioUnusable, audio::describe(saved.quality));
    }
    SAYSEE_ASSIGN(saved.speech, audio::trimToSpeech(take.clip));
    const auto trimmed = std::filesystem::path(take.file).replace_extension(".flac");
    SAYSEE_TRY(audio::writeClip(trimmed, saved.speech.view()));
    auto recording = library.pairs().addRecording(trimmed);
    std::filesystem::remove(trimmed, ignored);
    SAYSEE_ASSIGN(draft.recording, std::move(recording));
    draft.verdict = library::PairVerdict::Unchecked;
    SAYSEE_ASSIGN(draft.id, library.pairs().add(draft));
    saved.pair = std::move(draft);
    std::filesystem::remove(take.file, ignored);  // the library has its own copy
    return saved;
}

std::optional<std::size_t> rankOf(const library::Pair& pair)
{
    const json extra = extraOf(pair);
    const auto rank = extra.find(kRank);
    if (rank == extra.end() || !rank->is_number_unsigned())
        return std::nullopt;
    return rank->get<std::size_t>();
}

void setRank(library::Pair& pair, std::size_t rank)
{
    json extra = extraOf(pair);
    extra[kRank] = rank;
    pair.extra = base::jsonText(extra);
}

void setHeardAgain(library::Pair& pair)
{
    json extra = extraOf(pair);
    extra[kHeardAgain] = true;
    pair.extra = base::jsonText(extra);
}

std::vector<PairToHear> planHearing(const std::vector<library::Pair>& pairs, std::size_t mostWaiting)
{
    using library::PairVerdict;
    const auto waits = [](const library::Pair& pair) {
        return pair.verdict == PairVerdict::Unchecked || pair.verdict == PairVerdict::ListenAgain;
    };
    const auto later = [](const library::Pair& pair) {
        return std::pair(pair.origin == library::PairOrigin::Imported, !pair.recording);
    };
    std::vector<PairToHear> plan;
    for (const library::Pair& pair : pairs)
        if (pair.photo && waits(pair) && (pair.recording || !pair.text().empty()))
            plan.push_back({pair, HearingReason::Waits});
    std::stable_sort(plan.begin(), plan.end(),
                     [&](const PairToHear& a, const PairToHear& b) { return later(a.pair) < later(b.pair); });
    plan.resize(std::min(plan.size(), mostWaiting));
    for (const base::PairId id : suspiciousPairs(pairs)) {
        const auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const auto& each) { return each.id == id; });
        if (pair->photo && !waits(*pair) && !extraOf(*pair).contains(kHeardAgain))
            plan.push_back({*pair, HearingReason::Doubtful});
    }
    return plan;
}

std::vector<base::PairId> suspiciousPairs(const std::vector<library::Pair>& pairs)
{
    std::vector<std::size_t> ranks;
    std::vector<base::PairId> ids;
    for (const library::Pair& pair : pairs) {
        const auto rank = rankOf(pair);
        if (!pair.recording || pair.verdict == library::PairVerdict::Rejected || !rank)
            continue;
        ranks.push_back(*rank);
        ids.push_back(pair.id);
    }
    std::vector<base::PairId> suspicious;
    for (const std::size_t position : search::suspiciousPairs(ranks))
        suspicious.push_back(ids[position]);
    return suspicious;
}

std::vector<base::PhotoId> photosToCompare(const std::set<base::PhotoId>& described,
                                           std::vector<base::PhotoId> sample)
{
    std::erase_if(sample, [&](base::PhotoId photo) { return described.contains(photo); });
    std::vector<base::PhotoId> photos = thinned(std::move(sample), kMostCandidates);
    const auto covered = thinned({described.begin(), described.end()}, kMostDescribed);
    photos.insert(photos.end(), covered.begin(), covered.end());
    return photos;
}

base::Result<std::vector<search::LabelItem>> planQueue(Workspace& workspace, std::size_t count,
                                                       const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const index::VectorIndex* index, workspace.index(task));
    SAYSEE_ASSIGN(const auto pairs, workspace.library().pairs().list());
    std::set<base::PhotoId> described;
    for (const library::Pair& pair : pairs)
        if (pair.photo && pair.verdict != library::PairVerdict::Rejected)
            described.insert(*pair.photo);
    SAYSEE_ASSIGN(const auto failed, failedSearches(workspace, *index));
    const auto chosen = photosToCompare(described, index->sample(kMostCandidates + described.size()));
    std::set<base::PhotoId> photos(chosen.begin(), chosen.end());
    for (const auto& search : failed)
        photos.insert(search.nearest.begin(), search.nearest.end());
    std::vector<base::Embedding> vectors;
    std::vector<base::PhotoId> order;
    for (const base::PhotoId photo : photos)
        if (auto vector = index->vectorOf(photo)) {
            vectors.push_back(std::move(*vector));
            order.push_back(photo);
        }
    std::vector<search::LabelCandidate> candidates;
    for (std::size_t i = 0; i < order.size(); ++i)
        candidates.push_back({order[i], vectors[i].values(), described.contains(order[i])});
    return search::planLabelQueue(candidates, failed, {.count = count});
}

}  // namespace saysee::session
