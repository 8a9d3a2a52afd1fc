// Writes the training data of the pack in the format that saysee-pretrain reads (core/training/pretrain/shard.h).
#pragma once

#include "core/base/task.h"
#include "models/picturebook/recipe/scene/scene.h"

#include <cstdint>
#include <filesystem>

namespace saysee::picturebook {

struct ShardPlan {
    Split split = Split::Train;
    int scenes = 30'000;  // single pictures, each its own scene
    int tonePairs = 2'500;  // pairs of a bright and a gloomy picture of one scene, added to the scenes
    int utterances = 25'000;  // about the single scenes
    int toneUtterances = 1;  // cheerful and gloomy ones each, for a pair
    int otherUtterances = 3'000;  // speech and music that describe no picture, see other_speech.h
    int noises = 40;
    int captions = 5;  // for a scene
    int pictureSide = 80;  // pixels, square
    std::uint64_t seed = 1;
    int threads = 0;  // 0: one a core
};

// Errors: Io; Internal when a synthesiser fails; Cancelled.
base::Status writeShards(const std::filesystem::path& folder, const ShardPlan& plan, const base::TaskContext& task);

}  // namespace saysee::picturebook
