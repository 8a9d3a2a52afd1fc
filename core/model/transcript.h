// What the recogniser heard.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace saysee::model {

// One way to hear the clip.
struct Hypothesis {
    std::string text;
    std::vector<int> tokens;  // without special tokens
    double averageLogProb = 0;  // natural log, per token, end token included
    double score = 0;  // what beams are ranked by; higher is better
};

struct Segment {
    double startSeconds = 0;
    double endSeconds = 0;
    std::string text;
};

struct Transcript {
    std::vector<Hypothesis> hypotheses;  // best first; at least one unless noSpeech
    std::vector<Segment> segments;  // filled when timestamps were asked for or the clip is longer than a window
    std::string language;  // ISO 639-1, "en" for English-only models
    double noSpeechProbability = 0;
    double compressionRatio = 0;  // zlib, of the best text; above 2.4 means a repetition loop
    double temperature = 0;  // at which the best hypothesis was decoded
    bool noSpeech = false;  // the clip holds no speech, by the decoder's own rule
    bool fullWindow = false;  // the encoder ran a second time over the full window, see TranscribeOptions

    [[nodiscard]] const std::string& text() const
    {
        static const std::string none;
        return hypotheses.empty() ? none : hypotheses.front().text;
    }
    // 0..1: how far the words can be trusted. exp(average log probability), 0 for no speech.
    [[nodiscard]] double confidence() const;
    // The probability of each hypothesis among those kept, as the recogniser sees it: exp(log probability), scaled to
    // sum 1. Empty for no speech.
    [[nodiscard]] std::vector<double> posteriors() const;
};

struct TranscribeOptions {
    std::string language;  // empty: detect (multilingual models)
    int beamSize = 1;  // 1: greedy
    int nBest = 1;  // hypotheses kept; at most beamSize
    bool timestamps = false;
    int maxTokens = 224;  // new tokens in one window; Whisper's own limit is half its text context
    std::vector<double> temperatures = {0.0, 0.2, 0.4, 0.6, 0.8, 1.0};  // fallback ladder (Whisper, transcribe.py)
    double compressionRatioLimit = 2.4;
    double logProbLimit = -1.0;
    double noSpeechLimit = 0.6;
    bool shortenContext = true;  // encode the clip's length plus a margin instead of 30 s
    unsigned seed = 1;  // sampling above temperature 0
};

// How spoken queries are listened to: the alternatives are worth their time, see Engine::embedSpeech.
[[nodiscard]] TranscribeOptions queryTranscription();

}  // namespace saysee::model
