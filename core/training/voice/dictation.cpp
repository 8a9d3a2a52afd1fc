#include "core/training/voice/dictation.h"

#include "core/training/pretrain/speech_targets.h"

#include <algorithm>

namespace saysee::training {
namespace {

constexpr double kStillness = 0.03;  // of the mean length of a frame's move; states are about 14 long

constexpr std::int64_t kLikely = 32;  // tokens at each place

at::Tensor leaf(const at::Tensor& values) { return values.detach().requires_grad_(at::GradMode::is_enabled()); }

// Each token's place on the list. [L] -> [L]
at::Tensor placesOf(const at::Tensor& tokens, const Shortlist& shortlist)
{
    const at::Tensor places = at::searchsorted(shortlist.tokens, tokens).clamp_max(shortlist.tokens.size(0) - 1);
    const at::Tensor listed = shortlist.tokens.index_select(0, places).eq(tokens);
    return places.masked_fill(listed.logical_not(), kIgnored);
}

}  // namespace

base::Result<Dictation> dictate(at::Tensor states, const std::string& text, const std::string& language,
                                const text::WhisperTokenizer& tokenizer, int context)
{
    SAYSEE_ASSIGN(DecoderRow row, decoderRow(tokenizer, text, language));
    // Only what follows the start tokens is asked for: those are given.
    std::fill_n(row.target.begin(), startTokens(tokenizer, language).size() - 1, kIgnored);
    row.input.resize(std::min(row.input.size(), static_cast<std::size_t>(context)));
    row.target.resize(row.input.size());
    return Dictation {std::move(states), at::tensor(row.input).unsqueeze(0), at::tensor(row.target).unsqueeze(0)};
}

at::Tensor likelyTokens(const model::WhisperDecoder& decoder, const Dictation& dictation)
{
    const at::NoGradGuard noGrad;
    const auto device = decoder.device();
    const at::Tensor states = dictation.states.to(device, at::kFloat).unsqueeze(0);
    const at::Tensor logits = decoder.forward(dictation.input.to(device), states);  // [1, L, V]
    const at::Tensor likely = std::get<1>(logits.topk(std::min(kLikely, logits.size(2)))).flatten();  // [L * K]
    return std::get<0>(at::_unique(at::cat({likely.cpu(), dictation.input.flatten(), dictation.target.flatten()})));
}

Shortlist shortlistOf(const model::WhisperDecoder& decoder, const std::vector<at::Tensor>& shares)
{
    const at::Tensor all = std::get<0>(at::_unique(at::cat(shares)));
    const at::Tensor tokens = all.masked_select(all.ge(0)).to(decoder.device());  // [C], without kIgnored
    return {tokens, decoder.embeddings(tokens)};
}

DictationLoss& DictationLoss::operator+=(const DictationLoss& other)
{
    total += other.total;
    tokens += other.tokens;
    right += other.right;
    return *this;
}

DictationPass::DictationPass(const model::WhisperDecoder& decoder, const model::Voice* voice,
                             const Shortlist* shortlist, const Dictation& dictation)
    : m_decoder(decoder), m_shortlist(shortlist),
      m_plain(dictation.states.to(decoder.device(), at::kFloat).unsqueeze(0)),
      m_adapted(voice != nullptr ? voice->adapt(m_plain) : m_plain), m_states(leaf(m_adapted)),
      m_target(dictation.target.flatten().to(decoder.device())),
      m_x(decoder.begin(dictation.input.to(decoder.device())))
{
    if (m_shortlist != nullptr)
        m_target = placesOf(m_target, *m_shortlist);
}

bool DictationPass::forward()
{
    const std::size_t block = m_stages.size();
    if (block == m_decoder.blocks()) {
        askForTokens();
        return false;
    }
    const at::Tensor out = m_decoder.block(block, m_x, m_states);  // [1, L, D]
    m_stages.push_back({m_x, out});
    m_x = leaf(out);
    return true;
}

void DictationPass::askForTokens()
{
    const at::Tensor logits =
        (m_shortlist != nullptr ? m_decoder.endAmong(m_x, m_shortlist->embeddings) : m_decoder.end(m_x))
            .squeeze(0);  // [L, V] or [L, C]
    m_total = at::cross_entropy_loss(logits, m_target, {}, at::Reduction::Sum, kIgnored);
    const at::Tensor asked = m_target.ne(kIgnored);
    m_loss = {m_total.item<double>(), asked.sum().item<std::int64_t>(),
              logits.detach().argmax(1).eq(m_target).logical_and(asked).sum().item<std::int64_t>()};
}

bool DictationPass::backward()
{
    if (m_total.defined()) {
        m_total.backward();
        m_total.reset();
        m_gradient = m_x.grad();
        return true;
    }
    if (m_stages.empty()) {
        finish();
        return false;
    }
    const Stage stage = std::move(m_stages.back());
    m_stages.pop_back();
    stage.out.backward(m_gradient);
    m_gradient = stage.in.grad();
    return true;
}

// From the states' gradient to the voice's.
void DictationPass::finish()
{
    const at::Tensor moved = at::sqrt((m_adapted - m_plain).square().sum(2) + 1e-12);  // [1, T]
    const at::Tensor objective =
        (m_adapted * m_states.grad()).sum() + moved.mean() * (kStillness * static_cast<double>(m_loss.tokens));
    objective.backward();
}

DictationLoss dictationLoss(const model::WhisperDecoder& decoder, const model::Voice* voice,
                            const Dictation& dictation)
{
    const at::NoGradGuard noGrad;
    DictationPass pass(decoder, voice, nullptr, dictation);
    while (pass.forward()) { }
    return pass.loss();
}

model::TensorMap voiceParameters(const model::Head& head)
{
    model::TensorMap learned;
    for (const auto& [name, tensor] : head.tensors())
        if (name.rfind("voice.down.", 0) == 0 || name.rfind("voice.up.", 0) == 0)
            learned.emplace(name, tensor);
    return learned;
}

}  // namespace saysee::training
