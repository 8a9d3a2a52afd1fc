// How well the frozen decoder writes down what was said, and what would make it write that: the words' side of
// learning a voice.
#pragma once

#include "core/model/head/head.h"
#include "core/model/whisper/decoder.h"
#include "core/text/whisper_tokenizer.h"

#include <optional>
#include <string>
#include <vector>

namespace saysee::training {

// A recording and what is to be written down.
struct Dictation {
    at::Tensor states;  // [T, H], of any floating type
    at::Tensor input;  // [1, L] int64: start tokens and text
    at::Tensor target;  // [1, L] int64: what follows each of them; kIgnored where nothing is asked
};

// `language`: ISO 639-1. Texts that are longer than `context` tokens are cut. Errors: those of the tokenizer.
base::Result<Dictation> dictate(at::Tensor states, const std::string& text, const std::string& language,
                                const text::WhisperTokenizer& tokenizer, int context);

// Tokens to choose among while a voice is learned, instead of the whole vocabulary: what is to be written, and what
// the decoder finds likeliest wherever something is. The others have next to no probability there, and without them a
// dictation takes half the time.
struct Shortlist {
    at::Tensor tokens;  // [C] int64, ascending
    at::Tensor embeddings;  // [C, D]
};

// A dictation's share of a shortlist: [N] int64, each token once.
[[nodiscard]] at::Tensor likelyTokens(const model::WhisperDecoder& decoder, const Dictation& dictation);
[[nodiscard]] Shortlist shortlistOf(const model::WhisperDecoder& decoder, const std::vector<at::Tensor>& shares);

struct DictationLoss {
    double total = 0;  // negative log-probability of all tokens, end tokens among them, in nats
    std::int64_t tokens = 0;
    std::int64_t right = 0;  // of the tokens: the likeliest where it stands

    DictationLoss& operator+=(const DictationLoss& other);
};

// A dictation through the decoder, teacher-forced, and back to the voice, one block at a time: a search waits for one
// block at most.
class DictationPass {
public:
    // `decoder`, `voice`, which may be null (the states as they are), and `shortlist`, null for the whole vocabulary,
    // must outlive it. A token that is not on the shortlist is not asked for.
    DictationPass(const model::WhisperDecoder& decoder, const model::Voice* voice, const Shortlist* shortlist,
                  const Dictation& dictation);

    // One block further; false when the loss is there.
    bool forward();
    [[nodiscard]] const DictationLoss& loss() const { return m_loss; }
    // One block back; false when the voice has its gradient. What is made small is the loss, and a little how far the
    // voice moves the states, which keeps other words and other people as they were.
    bool backward();

private:
    struct Stage {
        at::Tensor in;  // a leaf
        at::Tensor out;
    };

    void askForTokens();
    void finish();

    const model::WhisperDecoder& m_decoder;
    const Shortlist* m_shortlist;
    at::Tensor m_plain;  // [1, T, H]: the states as they were
    at::Tensor m_adapted;  // [1, T, H], with its graph
    at::Tensor m_states;  // m_adapted as a leaf that collects the gradient of every block
    at::Tensor m_target;  // [L]: rows of the logits
    at::Tensor m_x;  // [1, L, D]: what the next block is given
    std::vector<Stage> m_stages;  // blocks that went forward and not yet back
    at::Tensor m_total;  // scalar: the loss
    at::Tensor m_gradient;  // of the last stage's output
    DictationLoss m_loss;
};

// All of it at once, without gradient.
[[nodiscard]] DictationLoss dictationLoss(const model::WhisperDecoder& decoder, const model::Voice* voice,
                                          const Dictation& dictation);

// The tensors of a head's voice that are learned by gradient: the adapter's.
[[nodiscard]] model::TensorMap voiceParameters(const model::Head& head);

inline constexpr int kVoiceRank = 32;
inline constexpr int kVoiceBatch = 2;  // dictations
inline constexpr std::size_t kEpochDictations =
    48;  // at most; twice as many as there are recordings, if those are few
inline constexpr std::size_t kStoppingDictations = 16;  // at most

}  // namespace saysee::training
