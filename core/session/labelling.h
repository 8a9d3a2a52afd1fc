// Making pairs: what to describe next, and what the model makes of a spoken description.
#pragma once

#include "core/audio/clip_quality.h"
#include "core/audio/recorder.h"
#include "core/library/pairs.h"
#include "core/search/label_queue.h"
#include "core/session/workspace.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace saysee::session {

inline constexpr std::size_t kDeepestRank = 1000;  // photos are not counted beyond it

struct HeardPair {
    std::string text;  // empty: no words were understood
    std::string language;  // ISO 639-1
    audio::ClipQuality quality;
    std::size_t rank = 0;  // of the photo among all, 1 is best; 0: beyond kDeepestRank, or it has no vector yet
};

// A clip without speech is a result (see quality), not an error. Errors: those of the engine. Threading: the
// workspace's.
base::Result<HeardPair> hearPair(Workspace& workspace, const audio::Clip& clip, base::PhotoId photo,
                                 const base::TaskContext& task = {});

// Keeps a take as a pair that waits to be judged: cut to its speech, in the library's own folder; `draft` says photo,
// speaker and time spent. The take's file is gone afterwards, unless the library could not be written: it is the only
// copy then, and found as an unfinished take. Errors: AudioUnusable (nobody speaks; the sentence says what to do),
// Io.
struct SavedTake {
    library::Pair pair;
    audio::Clip speech;
    audio::ClipQuality quality;
};
base::Result<SavedTake> saveTake(library::Library& library, const audio::Take& take, library::Pair draft);

// The rank that a pair had when it was made, kept with it. Empty: not known; 0: beyond kDeepestRank.
[[nodiscard]] std::optional<std::size_t> rankOf(const library::Pair& pair);
void setRank(library::Pair& pair, std::size_t rank);

// Pairs to listen to again: those whose rank is far from the others', see search::suspiciousPairs.
[[nodiscard]] std::vector<base::PairId> suspiciousPairs(const std::vector<library::Pair>& pairs);

enum class HearingReason : std::uint8_t {
    Waits,  // nobody has accepted it yet, or somebody wanted it to be listened to again
    Doubtful  // suspicious, and nobody has listened to it again
};
struct PairToHear {
    library::Pair pair;
    HearingReason reason = HearingReason::Waits;
};
// Pairs that a person should judge before new ones are made; all have their photo. At most `mostWaiting` that wait,
// one's own before imported ones and recordings before captions; then those that are doubtful, the worst first. Pure.
[[nodiscard]] std::vector<PairToHear> planHearing(const std::vector<library::Pair>& pairs, std::size_t mostWaiting);
// Somebody has listened again, and the pair stays.
void setHeardAgain(library::Pair& pair);

// Of a sample of a library's photos those that planQueue() compares with each other: never more than a few thousand,
// however many were described. Pure.
[[nodiscard]] std::vector<base::PhotoId> photosToCompare(const std::set<base::PhotoId>& described,
                                                         std::vector<base::PhotoId> sample);

// What to describe next, at most `count` photos: past searches in which nothing matched, photos that look nearly like
// others, then whatever is least covered. A library of more than a few thousand photos is sampled.
base::Result<std::vector<search::LabelItem>> planQueue(Workspace& workspace, std::size_t count,
                                                       const base::TaskContext& task = {});

}  // namespace saysee::session
