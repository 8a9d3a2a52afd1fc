// How well the frozen decoder writes down what was said, and what would make it write that: the words' side of
// learning a voice.
#pragma once

#include "core/model/head/head.h"
#include "core/model/whisper/decoder.h"
#include "core/text/whisper_tokenizer.h"

#include <string>
#include <vector>

namespace saysee::training {

// A recording and what is to be written down.
struct Dictation {
    at::Tensor states;  // [T, H], of any floating type
    std::string text;
    std::string language;  // ISO 639-1
};

// Some of them side by side.
struct DictationBatch {
    at::Tensor states;  // [B, T, H] float, zero padded
    at::Tensor padding;  // [B, T] bool, true where padded
    at::Tensor input;  // [B, L] int64: start tokens and text
    at::Tensor target;  // [B, L] int64: what follows each of them; kIgnored where nothing is asked

    [[nodiscard]] std::int64_t size() const { return input.size(0); }
};

// Texts that are longer than `context` tokens are cut. Errors: those of the tokenizer.
base::Result<DictationBatch> stack(const std::vector<Dictation>& dictations, const text::WhisperTokenizer& tokenizer,
                                   int context);

struct DictationLoss {
    at::Tensor total;  // scalar: negative log-probability of all tokens, end tokens among them; differentiable
    at::Tensor change;  // scalar: by how much the voice moves the states, mean length of a frame's move, summed over
                        // the dictations
    std::int64_t tokens = 0;
    std::int64_t right = 0;  // of the tokens: the likeliest where it stands
};

// Teacher-forced. `voice` may be null: the states as they are.
[[nodiscard]] DictationLoss dictationLoss(const model::WhisperDecoder& decoder, const DictationBatch& batch,
                                          const model::Voice* voice);

// What learning a voice makes small, of `dictations` of them: their loss, and a little the change of their states,
// which keeps other words and other people as they were.
[[nodiscard]] at::Tensor voiceObjective(const DictationLoss& loss, std::size_t dictations);

// The tensors of a head's voice that are learned by gradient: the adapter's.
[[nodiscard]] model::TensorMap voiceParameters(const model::Head& head);

inline constexpr int kVoiceRank = 32;
inline constexpr int kVoiceBatch = 8;  // dictations
inline constexpr std::size_t kEpochDictations = 40;  // at most, drawn anew for each epoch: more bring no more
inline constexpr std::size_t kStoppingDictations = 16;  // at most

}  // namespace saysee::training
