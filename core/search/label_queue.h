// Which photos are worth describing next, and which descriptions should be listened to again. Pure.
#pragma once

#include "core/base/ids.h"
#include "core/search/lookalikes.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::search {

enum class LabelReason : std::uint8_t {
    FailedSearch,  // somebody looked for something like it and found nothing
    Confusable,  // the model can hardly tell it from another photo that shows something else
    Coverage  // nothing like it has been described yet
};

struct LabelCandidate {
    base::PhotoId photo;
    std::span<const float> vector;  // of length 1, all of one space
    bool described = false;  // has a pair already: it is not offered, but shows what is covered
};

struct FailedSearch {
    std::string text;  // what was asked
    std::vector<base::PhotoId> nearest;  // what came out, best first; the first one that is a candidate is offered
};

struct LabelItem {
    base::PhotoId photo;
    LabelReason reason = LabelReason::Coverage;
    std::string detail;  // of a failed search its text

    friend bool operator==(const LabelItem&, const LabelItem&) = default;
};

struct LabelQueueOptions {
    std::size_t count = 50;
    std::size_t confusable = 20;  // at most so many for that reason
    float alike = kAlikeCosine;  // cosine from which two photos count as one
    float nearlyAlike = 0.85F;  // cosine from which two photos that do not count as one are confusable
};

// Failed searches first, then photos that are nearly like another one (nearest first), then those farthest from all
// that was described or queued (k-center, Gonzalez 1985). No photo looks like one that was described or queued before
// it. Costs candidates^2 cosines: give a sample of a large library.
[[nodiscard]] std::vector<LabelItem> planLabelQueue(std::span<const LabelCandidate> candidates,
                                                    std::span<const FailedSearch> failed,
                                                    const LabelQueueOptions& options = {});

// "Somebody looked for \"a red kite\" and found nothing."
[[nodiscard]] std::string describe(const LabelItem& item);

// Pairs whose photo comes far later for its own description than is usual among the others: beyond ten times the
// median rank and never among the best ten. `ranks` count from 1; 0: not among those that were counted.
// Returns positions, the worst first. With fewer than eight pairs nothing is usual, and none is returned.
[[nodiscard]] std::vector<std::size_t> suspiciousPairs(std::span<const std::size_t> ranks);

}  // namespace saysee::search
