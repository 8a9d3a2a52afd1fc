// Making pairs: what to describe next, and what the model makes of a spoken description.
#pragma once

#include "core/audio/clip_quality.h"
#include "core/audio/recorder.h"
#include "core/library/pairs.h"
#include "core/search/label_queue.h"
#include "core/session/workspace.h"

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
// speaker and time spent. The take's file is gone afterwards. Errors: AudioUnusable (nobody speaks; the sentence says
// what to do; the take's file stays), Io.
struct SavedTake {
    library::Pair pair;
    audio::Clip speech;
    audio::ClipQuality quality;
};
base::Result<SavedTake> saveTake(library::Library& library, const audio::Take& take, library::Pair draft);

// The rank that a pair had when it was made, kept with it. 0: not known, or beyond kDeepestRank.
[[nodiscard]] std::size_t rankOf(const library::Pair& pair);
void setRank(library::Pair& pair, std::size_t rank);

// Pairs to listen to again: those whose rank is far from the others', see search::suspiciousPairs.
[[nodiscard]] std::vector<base::PairId> suspiciousPairs(const std::vector<library::Pair>& pairs);

// Those of them that still have their photo and that nobody has listened to again, the worst first. Error: Io.
base::Result<std::vector<library::Pair>> pairsToHearAgain(library::Library& library);
// Somebody has, and the pair stays.
void setHeardAgain(library::Pair& pair);

// What to describe next, at most `count` photos: past searches in which nothing matched, photos that look nearly like
// others, then whatever is least covered. A library of more than a few thousand photos is sampled.
base::Result<std::vector<search::LabelItem>> planQueue(Workspace& workspace, std::size_t count,
                                                       const base::TaskContext& task = {});

}  // namespace saysee::session
