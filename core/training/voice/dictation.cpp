#include "core/training/voice/dictation.h"

#include "core/training/pretrain/speech_targets.h"

#include <algorithm>

namespace saysee::training {
namespace {

constexpr double kStillness = 0.03;  // of the mean length of a frame's move; states are about 14 long

void copyStates(const std::vector<Dictation>& dictations, DictationBatch& batch)
{
    const auto count = static_cast<std::int64_t>(dictations.size());
    std::int64_t longest = 1;
    for (const Dictation& dictation : dictations)
        longest = std::max(longest, dictation.states.size(0));
    batch.states = at::zeros({count, longest, dictations.front().states.size(1)});  // [B, T, H]
    batch.padding = at::ones({count, longest}, at::kBool);  // [B, T]
    for (std::int64_t i = 0; i < count; ++i) {
        const at::Tensor& states = dictations[static_cast<std::size_t>(i)].states;
        batch.states[i].narrow(0, 0, states.size(0)).copy_(states);
        batch.padding[i].narrow(0, 0, states.size(0)).fill_(false);
    }
}

}  // namespace

base::Result<DictationBatch> stack(const std::vector<Dictation>& dictations, const text::WhisperTokenizer& tokenizer,
                                   int context)
{
    std::vector<std::vector<std::int64_t>> inputs, targets;
    for (const Dictation& dictation : dictations) {
        SAYSEE_ASSIGN(DecoderRow row, decoderRow(tokenizer, dictation.text, dictation.language));
        // Only what follows the start tokens is asked for: those are given.
        const std::size_t given = startTokens(tokenizer, dictation.language).size();
        std::fill_n(row.target.begin(), given - 1, kIgnored);
        row.input.resize(std::min(row.input.size(), static_cast<std::size_t>(context)));
        row.target.resize(row.input.size());
        inputs.push_back(std::move(row.input));
        targets.push_back(std::move(row.target));
    }
    DictationBatch batch;
    copyStates(dictations, batch);
    batch.input = padded(inputs, tokenizer.specials().endOfText);  // [B, L]
    batch.target = padded(targets, kIgnored);  // [B, L]
    return batch;
}

DictationLoss dictationLoss(const model::WhisperDecoder& decoder, const DictationBatch& batch,
                            const model::Voice* voice)
{
    const auto device = decoder.device();
    const at::Tensor states = batch.states.to(device);  // [B, T, H]
    const at::Tensor padding = batch.padding.to(device);  // [B, T]
    const at::Tensor adapted = voice != nullptr ? voice->adapt(states) : states;
    const at::Tensor target = batch.target.to(device).flatten();  // [B * L]
    const at::Tensor logits = decoder.forward(batch.input.to(device), adapted, padding).flatten(0, 1);  // [B * L, V]

    DictationLoss loss;
    loss.total = at::cross_entropy_loss(logits, target, {}, at::Reduction::Sum, kIgnored);
    const at::Tensor moved = at::sqrt((adapted - states).square().sum(2) + 1e-12);  // [B, T]
    const at::Tensor sounding = padding.logical_not().to(at::kFloat);
    loss.change = ((moved * sounding).sum(1) / sounding.sum(1)).sum();
    const at::Tensor asked = target.ne(kIgnored);
    loss.tokens = asked.sum().item<std::int64_t>();
    loss.right = logits.detach().argmax(1).eq(target).logical_and(asked).sum().item<std::int64_t>();
    return loss;
}

at::Tensor voiceObjective(const DictationLoss& loss, std::size_t dictations)
{
    const double tokensEach = static_cast<double>(loss.tokens) / static_cast<double>(dictations);
    return loss.total + loss.change * (kStillness * tokensEach);
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
