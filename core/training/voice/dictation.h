// How well the frozen decoder writes down what was said, and what would make it write that: the words' side of
// learning a voice.
#pragma once

#include "core/model/whisper/decoder.h"
#include "core/model/whisper/voice.h"
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

struct DictationLoss {
    at::Tensor total;  // scalar: negative log-probability of all tokens, end tokens among them; differentiable
    at::Tensor change;  // scalar: by how much the voice moves the states, mean length of a frame's move, summed over
                        // the dictations
    std::int64_t tokens = 0;
    std::int64_t right = 0;  // of the tokens: the likeliest where it stands
};

// Teacher-forced. `voice` may be null: the states as they are. Texts that are longer than the decoder's context are
// cut. Errors: those of the tokenizer.
base::Result<DictationLoss> dictationLoss(const model::WhisperDecoder& decoder,
                                          const text::WhisperTokenizer& tokenizer,
                                          const std::vector<Dictation>& dictations, const model::Voice* voice);

}  // namespace saysee::training
