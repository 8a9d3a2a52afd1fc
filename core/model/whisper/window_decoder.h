// Decodes one window of sound into tokens: greedy, by beam search, or by sampling.
#pragma once

#include "core/model/whisper/decoding_rules.h"
#include "core/model/whisper/token_stepper.h"

#include <cstddef>
#include <vector>

namespace saysee::model {

// Earlier text behind its marker, the start marker, language, task, no-timestamps marker.
struct WindowPrompt {
    std::vector<int> tokens;
    std::size_t start = 0;  // index of the start-of-transcript token
};

enum class Loops { Follow, Stop };

struct WindowOptions {
    int beamSize = 1;  // 1: greedy; only at temperature 0
    int samples = 1;  // drawn side by side; only above temperature 0
    double temperature = 0;
    int maxTokens = 224;
    unsigned seed = 1;
    Loops loops = Loops::Stop;  // Stop: a greedy decoding that repeats itself is not followed to its end
};

struct WindowHypothesis {
    std::vector<int> tokens;  // after the prompt, timestamps included, without the end token
    double sumLogProb = 0;  // natural log, end token included
    // Per token, the end token counted, as the reference's avg_logprob.
    [[nodiscard]] double averageLogProb() const { return sumLogProb / static_cast<double>(tokens.size() + 1); }
    // What hypotheses are ranked by: the sum over the number of tokens.
    [[nodiscard]] double score() const;
};

struct WindowResult {
    std::vector<WindowHypothesis> hypotheses;  // best first, at least one
    double noSpeechProbability = 0;
};

// Resets the stepper. Throws std::runtime_error when the network's values overflow. `noSpeech` is the token whose
// probability at the start marker says that nobody speaks.
[[nodiscard]] WindowResult decodeWindow(TokenStepper& stepper, const WindowPrompt& prompt, const DecodingRules& rules,
                                        int noSpeech, const WindowOptions& options);

}  // namespace saysee::model
