// Some texts through the frozen text tower and back to the prompts, one block at a time: a search waits for one block
// at most.
#pragma once

#include "core/model/clip/clip.h"

#include <vector>

namespace saysee::training {

class TextPass {
public:
    // `text` must outlive it. tokens [B, L], prompts [P, D]: see ClipText.
    TextPass(const model::ClipText& text, const at::Tensor& tokens, const at::Tensor& prompts);

    // One block further; false when the vectors are there.
    bool forward();
    // [B, E], un-normalised: a leaf that collects the gradient of whatever is computed from it.
    [[nodiscard]] const at::Tensor& vectors() const { return m_vectors; }
    // One block back, beginning with the gradient that vectors() has by then; false when the prompts have theirs.
    bool backward();

private:
    struct Stage {
        at::Tensor in;  // a leaf; undefined for what the prompts are put into
        at::Tensor out;
    };

    const model::ClipText& m_text;
    model::TextRows m_rows;
    std::vector<Stage> m_stages;
    at::Tensor m_vectors;
    at::Tensor m_gradient;  // of the last stage's output
};

}  // namespace saysee::training
