// People who tune the model on their own pairs, spoken by program: what issues from 60 pairs each is measured on
// utterances that were held back. All speech is about pictures of the test set and none of it was used in training.
//
//   new-names   somebody with photos of six things of their own (a brown dog, a red car), two of them in each photo,
//               who calls each by a name of its own and speaks of both
//   far-voice   a giant, a dwarf or a whisperer: a voice so far from the training voices that the untuned pack finds
//               less than half of what it finds for the same words said by an ordinary one
//   ordinary    clear speech in the test set's voices: there is nothing to gain
//
// Written into the folder of a test set (dataset.h) as people.jsonl, a photo or an utterance a line:
//   {"scenario", "seed", "role": "photo", "path"}: one of the person's own, beside the test set's pictures
//   {"scenario", "seed", "role": "pair" or "test", "picture": row in pictures.jsonl, or behind those the person's
//   own, "path", "text": what is said, "meant": the same in everybody's words, "speaker"}
// No picture of a pair is in a test of the same scenario and seed.
#pragma once

#include "core/base/task.h"
#include "models/picturebook/recipe/data/dataset.h"

#include <filesystem>

namespace saysee::picturebook {

struct ScenarioPlan {
    DatasetPlan dataset;  // of the folder: its scenes are drawn again
    int seeds = 5;
    int pairs = 60;
    int tests = 200;  // utterances
    int ownPhotos = 150;  // of somebody with new names
};

// Errors: NotFound (no finished test set in the folder), Io, Internal (a synthesiser), Cancelled.
base::Status writeScenarios(const std::filesystem::path& folder, const ScenarioPlan& plan,
                            const base::TaskContext& task);

}  // namespace saysee::picturebook
