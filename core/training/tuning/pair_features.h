// The features of one pair, from the cache or from the networks.
#pragma once

#include "core/training/features/feature_maker.h"
#include "core/training/tune_trainer.h"

namespace saysee::training {

// One description with its picture. Cached in `folder` by recording, text and networks; pairs without audio have no
// states. Errors: those of reading and hearing the clip; a cache that cannot be written only makes the next run
// slower.
base::Result<FeatureSet> featuresOf(const TunePair& pair, const TuneRequest& request, model::EngineParts& parts);

}  // namespace saysee::training
