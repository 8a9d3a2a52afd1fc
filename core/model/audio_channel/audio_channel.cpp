#include "core/model/audio_channel/audio_channel.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

namespace saysee::model {

AudioChannel::AudioChannel(Weights& weights, const AudioChannelSpec& spec)
    : m_heads(spec.attentionHeads), m_cls(weights.take("cls", {1, 1, spec.width})),
      m_audioIn(takeLinear(weights, "audio_in", spec.recogniserWidth, spec.width)),
      m_attentionIn {weights.take("layer.self_attn.in_proj_weight", {3 * spec.width, spec.width}),
                     weights.take("layer.self_attn.in_proj_bias", {3 * spec.width}, Init::Zeros)},
      m_attentionOut(takeLinear(weights, "layer.self_attn.out_proj", spec.width, spec.width)),
      m_norm1(takeLayerNorm(weights, "layer.norm1", spec.width)),
      m_feedForward1(takeLinear(weights, "layer.linear1", spec.width, spec.feedForward)),
      m_feedForward2(takeLinear(weights, "layer.linear2", spec.feedForward, spec.width)),
      m_norm2(takeLayerNorm(weights, "layer.norm2", spec.width)), m_norm(takeLayerNorm(weights, "norm", spec.width)),
      m_out(takeLinear(weights, "out", spec.width, spec.dimension))
{
}

at::Tensor AudioChannel::forward(const at::Tensor& hidden, const at::Tensor& padding, const at::Tensor& prompts) const
{
    const at::Tensor attended = attendFromCls(hidden.to(m_audioIn.weight.scalar_type()), padding, prompts);  // [B, D]
    const at::Tensor first = m_norm1(m_cls.reshape({1, -1}) + m_attentionOut(attended));
    const at::Tensor second = m_norm2(first + m_feedForward2(at::gelu(m_feedForward1(first))));
    return m_out(m_norm(second));  // [B, E]
}

// Only the CLS row leaves the layer and its query does not depend on the clip. So the key and input maps are folded
// into the query, frames are weighed and summed as they come, and the input and value maps run once a clip: the same
// numbers as the full layer for about a hundredth of its work.
at::Tensor AudioChannel::attendFromCls(const at::Tensor& hidden, const at::Tensor& padding,
                                       const at::Tensor& prompts) const
{
    const auto width = m_attentionIn.weight.size(1);
    const auto headWidth = width / m_heads;
    const auto weights = m_attentionIn.weight.chunk(3);
    const auto biases = m_attentionIn.bias.chunk(3);
    const at::Tensor cls = m_cls.reshape({1, width});

    // The key's bias adds the same to every score of a head, so softmax cancels it.
    const at::Tensor query = at::linear(cls, weights[0], biases[0]).reshape({m_heads, 1, headWidth});
    const at::Tensor folded = at::matmul(query, weights[1].reshape({m_heads, headWidth, width})).squeeze(1)
        / std::sqrt(static_cast<double>(headWidth));  // [heads, D]

    const auto batch = hidden.size(0);
    const at::Tensor fixed = at::cat({cls, prompts.to(cls.scalar_type())});  // [1 + P, D]
    const at::Tensor fixedScores = at::matmul(folded, fixed.t()).unsqueeze(0);  // [1, heads, 1 + P]
    at::Tensor frameScores = at::matmul(at::matmul(folded, m_audioIn.weight), hidden.transpose(1, 2))
        + at::matmul(folded, m_audioIn.bias).unsqueeze(1);  // [B, heads, T]
    if (padding.defined())
        frameScores = frameScores.masked_fill(padding.unsqueeze(1), -std::numeric_limits<double>::infinity());
    const at::Tensor attention =
        at::softmax(at::cat({fixedScores.expand({batch, -1, -1}), frameScores}, 2), 2);  // [B, heads, 1+P+T]
    const at::Tensor onFixed = attention.narrow(2, 0, fixed.size(0));
    const at::Tensor onFrames = attention.narrow(2, fixed.size(0), hidden.size(1));

    const at::Tensor mean = at::matmul(onFixed, fixed)
        + at::matmul(at::matmul(onFrames, hidden), m_audioIn.weight.t())
        + onFrames.sum(2, true) * m_audioIn.bias;  // [B, heads, D]
    const at::Tensor value = weights[2].reshape({m_heads, headWidth, width}).transpose(1, 2);  // [heads, D, D/heads]
    return at::matmul(mean.transpose(0, 1), value).transpose(0, 1).reshape({batch, width}) + biases[2];  // [B, D]
}

}  // namespace saysee::model
