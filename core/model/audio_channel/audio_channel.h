// The end-to-end channel of BrewCLIP (arXiv 2408.10383): the recogniser's hidden states become one vector in the
// image-text space, without going through words.
//
// One post-norm Transformer encoder layer over [CLS, shared prompts, frames] and a final LayerNorm, of which only the
// CLS row is used, then a linear map. Frames carry the recogniser's own positions, so none are added.
#pragma once

#include "core/model/tensors/tensor_map.h"

namespace saysee::model {

struct AudioChannelSpec {
    int recogniserWidth = 512;  // H, of the recogniser's states
    int width = 512;  // D, of the layer and of the prompts: the text tower's
    int dimension = 512;  // E, of the shared space
    int attentionHeads = 8;  // must divide D
    int feedForward = 2048;  // F; BrewCLIP: 4096

    friend bool operator==(const AudioChannelSpec&, const AudioChannelSpec&) = default;
};

class AudioChannel {
public:
    AudioChannel(Weights& weights, const AudioChannelSpec& spec);

    // hidden:  [B, T, H] recogniser states, any floating type
    // padding: [B, T] bool, true where a frame is padding; undefined: none is
    // prompts: [P, D]
    // Returns [B, E], not normalised, in the weights' type.
    [[nodiscard]] at::Tensor forward(const at::Tensor& hidden, const at::Tensor& padding,
                                     const at::Tensor& prompts) const;

private:
    [[nodiscard]] at::Tensor attendFromCls(const at::Tensor& hidden, const at::Tensor& padding,
                                           const at::Tensor& prompts) const;

    int m_heads;
    at::Tensor m_cls;  // [1, 1, D]
    Linear m_audioIn;
    Linear m_attentionIn;  // query, key and value stacked: [3 D, D]
    Linear m_attentionOut;
    LayerNorm m_norm1;
    Linear m_feedForward1;
    Linear m_feedForward2;
    LayerNorm m_norm2;
    LayerNorm m_norm;
    Linear m_out;
};

}  // namespace saysee::model
