#include "core/training/voice/dictation.h"

#include "core/training/pretrain/speech_targets.h"

#include <algorithm>

namespace saysee::training {
namespace {

struct Sound {
    at::Tensor states;  // [B, T, H]
    at::Tensor padding;  // [B, T] bool, true where padded
};

Sound stack(const std::vector<Dictation>& dictations)
{
    const auto count = static_cast<std::int64_t>(dictations.size());
    std::int64_t longest = 1;
    for (const Dictation& dictation : dictations)
        longest = std::max(longest, dictation.states.size(0));
    Sound sound {at::zeros({count, longest, dictations.front().states.size(1)}),
                 at::ones({count, longest}, at::kBool)};
    for (std::int64_t i = 0; i < count; ++i) {
        const at::Tensor& states = dictations[static_cast<std::size_t>(i)].states;
        sound.states[i].narrow(0, 0, states.size(0)).copy_(states);
        sound.padding[i].narrow(0, 0, states.size(0)).fill_(false);
    }
    return sound;
}

}  // namespace

base::Result<DictationLoss> dictationLoss(const model::WhisperDecoder& decoder,
                                          const text::WhisperTokenizer& tokenizer,
                                          const std::vector<Dictation>& dictations, const model::Voice* voice)
{
    const auto room = static_cast<std::size_t>(decoder.config().textContext);
    std::vector<std::vector<std::int64_t>> inputs, targets;
    for (const Dictation& dictation : dictations) {
        SAYSEE_ASSIGN(DecoderRow row, decoderRow(tokenizer, dictation.text, dictation.language));
        const std::size_t given = startTokens(tokenizer, dictation.language).size();
        std::fill_n(row.target.begin(), given - 1, kIgnored);
        row.input.resize(std::min(row.input.size(), room));
        row.target.resize(row.input.size());
        inputs.push_back(std::move(row.input));
        targets.push_back(std::move(row.target));
    }
    const Sound sound = stack(dictations);
    const auto device = decoder.device();
    const at::Tensor states = sound.states.to(device);  // [B, T, H]
    const at::Tensor padding = sound.padding.to(device);  // [B, T]
    const at::Tensor adapted = voice != nullptr ? voice->adapt(states) : states;
    const at::Tensor input = padded(inputs, tokenizer.specials().endOfText).to(device);  // [B, L]
    const at::Tensor target = padded(targets, kIgnored).to(device).flatten();  // [B * L]
    const at::Tensor logits = decoder.forward(input, adapted, padding).flatten(0, 1);  // [B * L, V]

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

}  // namespace saysee::training
