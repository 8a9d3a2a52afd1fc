// The training objective of the head (method of BrewCLIP, arXiv 2408.10383) on cached features.
#pragma once

#include "core/model/clip/clip.h"
#include "core/model/head/head.h"
#include "core/training/features/feature_set.h"
#include "core/training/objective/contrastive.h"

namespace saysee::training {

struct HeadPass {
    at::Tensor words;  // [B, E], zero where none were heard
    at::Tensor sound;  // [B, E], zero without frames
    at::Tensor fused;  // [B, E], length 1
};

// The sound channel and the fusion for words [B, E] as the text tower gives them.
[[nodiscard]] HeadPass joinChannels(const model::Head& head, const at::Tensor& words, const FeatureBatch& batch);

// Runs both channels and the fusion as the engine does. Differentiable in the head's tensors.
[[nodiscard]] HeadPass runHead(const model::Head& head, const model::ClipText& text, const FeatureBatch& batch);

// How well each channel and both together find the pictures of a feature set.
struct HeadScores {
    double words = 0;  // recall at 1, 0..1
    double sound = 0;
    double fused = 0;
    double fusedAt10 = 0;
    double soundShare = 0;  // mean share of the sound in the fused query
};

// Every description is a query against all pictures. Takes `batch` descriptions at a time; without gradients.
[[nodiscard]] HeadScores scoreHead(const model::Head& head, const model::ClipText& text, const FeatureReader& reader,
                                   std::int64_t batch, at::Device device);

}  // namespace saysee::training
