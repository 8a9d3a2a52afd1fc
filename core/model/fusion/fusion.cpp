#include "core/model/fusion/fusion.h"

namespace saysee::model {
namespace {

constexpr double kSmallestNorm = 1e-12;
// Nats for a cosine of 1 with a sound that has all of the share. Chosen on picturebook's validation speech at 0 dB,
// where anything from 10 to 60 helps.
constexpr double kAgreement = 25;

// sound / (sound + words) of two non-negative amounts; 0 where both are 0.
at::Tensor shareOf(const at::Tensor& sound, const at::Tensor& words)
{
    return sound / (sound + words).clamp_min(kSmallestNorm);
}

}  // namespace

std::string_view fusionName(FusionKind kind) { return kind == FusionKind::Sum ? "sum" : "gated"; }

base::Result<FusionKind> fusionNamed(std::string_view name)
{
    for (const FusionKind kind : {FusionKind::Sum, FusionKind::Gated}) {
        if (fusionName(kind) == name)
            return kind;
    }
    return base::fail(base::ErrorCode::UnsupportedFormat,
                      "The fusion \"" + std::string(name) + "\" is not known; choose \"sum\" or \"gated\".");
}

at::Tensor unitLength(const at::Tensor& rows) { return rows / rows.norm(2, -1, true).clamp_min(kSmallestNorm); }

Fusion::Fusion(Weights& weights, FusionKind kind, int dimension) : m_kind(kind)
{
    if (kind == FusionKind::Gated) {
        m_gate = {weights.take("gate.weight", {1, 2 * dimension}, Init::Zeros),
                  weights.take("gate.bias", {1}, Init::Zeros)};
        m_trust = weights.take("gate.trust", {1}, Init::Zeros);
    }
}

FusedQuery Fusion::operator()(const at::Tensor& words, const at::Tensor& sound, const at::Tensor& confidence) const
{
    if (m_kind == FusionKind::Sum)
        return {unitLength(words + sound), shareOf(sound.norm(2, -1), words.norm(2, -1))};

    const at::Tensor unitWords = unitLength(words);
    const at::Tensor unitSound = unitLength(sound);
    const at::Tensor gate = at::sigmoid(m_gate(at::cat({unitWords, unitSound}, 1)));
    const at::Tensor forSound = at::tanh(m_trust) * gate;  // [B, 1]
    const at::Tensor forWords = (1 - forSound) * confidence.unsqueeze(1);  // [B, 1]
    return {unitLength(forWords * unitWords + forSound * unitSound), shareOf(forSound.abs(), forWords).squeeze(1)};
}

at::Tensor confirmedWords(const at::Tensor& hypotheses, const at::Tensor& probability, const at::Tensor& sound,
                          double soundShare)
{
    const at::Tensor agreement = at::matmul(unitLength(hypotheses), unitLength(sound).squeeze(0));  // [K]
    const at::Tensor weights = at::softmax(probability.log() + kAgreement * soundShare * agreement, 0);  // [K]
    return at::matmul(weights, hypotheses).unsqueeze(0);  // [1, E]
}

}  // namespace saysee::model
