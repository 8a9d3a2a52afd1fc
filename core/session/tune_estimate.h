// How long a tune takes, said before it begins.
#pragma once

#include "core/session/tuning.h"

namespace saysee::session {

// About how long a run takes on this machine once its features are cached, and how long those take, from the time
// that a short text and a short clip take here. Errors: those of the engine, Corrupt (the sample's manifest), those
// of reading the sample's recordings.
struct TuneEstimate {
    double featureSeconds = 0;
    double trainingSeconds = 0;
};
base::Result<TuneEstimate> estimateTune(model::Engine& engine, const TuneData& data,
                                        const training::TuneSettings& settings);

}  // namespace saysee::session
