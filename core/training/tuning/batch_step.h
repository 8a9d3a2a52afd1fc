// The gradient of one batch in pieces short enough for a search to come between them.
//
// The contrast needs all vectors of the batch at once, the networks do not: a few rows at a time go forward, the loss
// gives the gradient of every vector, and the same rows go backward one piece after the other. The result is the
// gradient of the whole batch.
#pragma once

#include "core/training/objective/head_objective.h"
#include "core/training/tuning/text_pass.h"

#include <optional>
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

    // Does one piece: some texts through a block of the text tower, or less. False when the gradients are complete.
    bool advance();

    // Of the whole batch, once the gradients are complete:
    [[nodiscard]] double loss() const { return m_loss; }
    [[nodiscard]] const at::Tensor& queries() const { return m_queries; }  // [B, E], without gradient
    [[nodiscard]] const at::Tensor& pictures() const { return m_pictures; }  // [B, E], the right ones

private:
    struct Piece {
        FeatureBatch batch;
        std::optional<TextPass> text;
        HeadPass pass;  // with its graph, until it has gone backward
    };

    bool forward(Piece& piece);
    bool backward(Piece& piece, std::int64_t firstRow);
    void contrast();

    const model::Head& m_head;
    const model::ClipText& m_text;
    const FeatureReader& m_reader;
    HeadLossWeights m_weights;
    GalleryNegatives m_negatives;
    std::vector<Piece> m_pieces;
    std::size_t m_forward = 0;  // pieces that are through
    std::size_t m_backward = 0;
    std::int64_t m_backwardRow = 0;
    double m_loss = 0;
    HeadPass m_gradients;  // of the whole batch
    at::Tensor m_queries;
    at::Tensor m_pictures;
};

}  // namespace saysee::training
