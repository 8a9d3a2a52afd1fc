#include "core/training/tuning/batch_step.h"

#include "core/training/objective/gallery.h"

namespace saysee::training {
namespace {

// Enough rows for matrix products to run at full speed, and few enough for one block of CLIP ViT-B's text tower to
// take about ten milliseconds on two cores.
constexpr std::size_t kTextsAtOnce = 16;

at::Tensor leaf(const at::Tensor& values) { return values.detach().requires_grad_(true); }

}  // namespace

BatchStep::BatchStep(const model::Head& head, const model::ClipText& text, const FeatureReader& reader,
                     std::vector<std::int64_t> rows, const HeadLossWeights& weights, GalleryNegatives negatives,
                     at::Device device)
    : m_head(head), m_text(text), m_reader(reader), m_weights(weights), m_negatives(std::move(negatives))
{
    const std::size_t atOnce = device.is_cpu() ? kTextsAtOnce : rows.size();
    for (std::size_t first = 0; first < rows.size(); first += atOnce) {
        const std::size_t count = std::min(atOnce, rows.size() - first);
        m_pieces.push_back({m_reader.batch(std::span(rows).subspan(first, count), device), {}, {}});
    }
}

bool BatchStep::advance()
{
    if (m_forward < m_pieces.size()) {
        if (!forward(m_pieces[m_forward]) && ++m_forward == m_pieces.size())
            contrast();
        return true;
    }
    Piece& piece = m_pieces[m_backward];
    const std::int64_t rows = piece.batch.tokens.size(0);
    if (!backward(piece, m_backwardRow)) {
        m_backwardRow += rows;
        piece.text.reset();
        ++m_backward;
    }
    return m_backward < m_pieces.size();
}

bool BatchStep::forward(Piece& piece)
{
    if (!piece.text)
        piece.text.emplace(m_text, piece.batch.tokens, m_head.prompts());
    if (piece.text->forward())
        return true;
    piece.pass = joinChannels(m_head, piece.text->vectors(), piece.batch);
    return false;
}

void BatchStep::contrast()
{
    std::vector<at::Tensor> words, sound, fused, pictures, groups;
    for (const Piece& piece : m_pieces) {
        words.push_back(piece.pass.words);
        sound.push_back(piece.pass.sound);
        fused.push_back(piece.pass.fused);
        pictures.push_back(piece.batch.pictures);
        groups.push_back(piece.batch.group);
    }
    const HeadPass whole {leaf(at::cat(words)), leaf(at::cat(sound)), leaf(at::cat(fused))};
    m_pictures = at::cat(pictures);
    at::Tensor loss = headLoss(whole.fused, whole.words, whole.sound, m_pictures, at::cat(groups), m_weights).total;
    if (m_negatives.pictures.defined()) {
        const at::Tensor scale = scaleOf(m_weights, whole.fused);
        const auto told = [&](const at::Tensor& queries, double weight) {
            return weight * galleryLoss(queries, m_pictures, m_negatives.pictures, scale);
        };
        loss = loss + told(whole.fused, m_negatives.weight) + told(model::unitLength(whole.sound), m_weights.sound);
    }
    m_loss = loss.item<double>();
    loss.backward();
    m_queries = whole.fused.detach();
    m_gradients = {whole.words.grad(), whole.sound.grad(), whole.fused.grad()};
}

bool BatchStep::backward(Piece& piece, std::int64_t firstRow)
{
    if (!piece.pass.fused.defined())
        return piece.text->backward();
    const auto part = [&](const at::Tensor& vectors, const at::Tensor& gradients) {
        return (vectors * gradients.narrow(0, firstRow, vectors.size(0))).sum();
    };
    const HeadPass& pass = piece.pass;
    const at::Tensor total = part(pass.words, m_gradients.words) + part(pass.sound, m_gradients.sound)
        + part(pass.fused, m_gradients.fused);
    total.backward();
    piece.pass = {};
    return true;
}

}  // namespace saysee::training
