// The gradient of one batch in pieces short enough for a search to come between them.
//
// The contrast needs all vectors of the batch at once, the networks do not: a few rows at a time go forward, the loss
// gives the gradient of every vector, and the same rows go backward one piece after the other. The result is the
// gradient of the whole batch.
#pragma once

#include "core/training/objective/head_objective.h"

#include <vector>

namespace saysee::training {

// Photos of the library that every query is told from.
struct GalleryNegatives {
    at::Tensor pictures;  // [G, E], on the device; undefined: none
    double weight = 0.75;  // of their loss for the fused query; the sound's own has HeadLossWeights::sound
};

class BatchStep {
public:
    // `head`, `text` and `reader` must outlive it.
    BatchStep(const model::Head& head, const model::ClipText& text, const FeatureReader& reader,
              std::vector<std::int64_t> rows, const HeadLossWeights& weights, GalleryNegatives negatives,
              at::Device device);

    // Does one piece. False when the gradients are complete.
    bool advance();
    // Of the whole batch; complete when half of the pieces are done.
    [[nodiscard]] double loss() const { return m_loss; }

private:
    [[nodiscard]] std::vector<std::int64_t> rowsOf(std::size_t piece) const;
    void forward(std::size_t piece);
    void contrast();
    void backward(std::size_t piece);

    const model::Head& m_head;
    const model::ClipText& m_text;
    const FeatureReader& m_reader;
    std::vector<std::int64_t> m_rows;
    HeadLossWeights m_weights;
    GalleryNegatives m_negatives;
    at::Device m_device;
    std::size_t m_pieces;
    std::size_t m_done = 0;
    double m_loss = 0;
    std::vector<HeadPass> m_passes;  // with their graphs, until they have gone backward
    HeadPass m_gradients;  // of the whole batch
    std::vector<at::Tensor> m_pictures;
    std::vector<at::Tensor> m_groups;
};

}  // namespace saysee::training
