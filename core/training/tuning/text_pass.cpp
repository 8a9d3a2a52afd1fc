#include "core/training/tuning/text_pass.h"

namespace saysee::training {
namespace {

at::Tensor leaf(const at::Tensor& values) { return values.detach().requires_grad_(true); }

}  // namespace

TextPass::TextPass(const model::ClipText& text, const at::Tensor& tokens, const at::Tensor& prompts)
    : m_text(text), m_rows(text.begin(tokens, prompts))
{
    m_stages.push_back({{}, m_rows.rows});
}

bool TextPass::forward()
{
    const std::size_t block = m_stages.size() - 1;
    m_rows.rows = leaf(m_stages.back().out);
    m_stages.push_back({m_rows.rows, m_text.block(block, m_rows)});
    if (m_stages.size() <= m_text.blocks())
        return true;
    m_vectors = leaf(m_stages.back().out);
    return false;
}

bool TextPass::backward()
{
    const Stage stage = m_stages.back();
    m_stages.pop_back();
    stage.out.backward(m_gradient.defined() ? m_gradient : m_vectors.grad());
    if (stage.in.defined())
        m_gradient = stage.in.grad();
    return !m_stages.empty();
}

}  // namespace saysee::training
