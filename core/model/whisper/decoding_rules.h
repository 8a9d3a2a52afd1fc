// Whisper's decoding rules as pure functions: which tokens may come next, whether a result can be trusted, how a
// window divides into segments. Source: Radford et al. 2022 (arXiv 2212.04356), section 4.5, and the released
// decoder.
#pragma once

#include "core/model/transcript.h"
#include "core/model/whisper/config.h"
#include "core/text/whisper_tokenizer.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace saysee::model {

inline constexpr double kTimestampStep = 0.02;  // seconds from one timestamp token to the next

enum class Timestamps { Absent, Present };

// What steers the choice of tokens in one window.
struct DecodingRules {
    int endOfText = 0;
    int noTimestamps = 0;
    int timestampBegin = 0;
    std::vector<int> suppressed;  // never
    std::vector<int> suppressedAtBegin;  // not as the first
    Timestamps timestamps = Timestamps::Absent;

    static DecodingRules of(const text::WhisperTokenizer& tokenizer, Timestamps timestamps);
};

// Sets the logits of tokens that may not follow `sampled` (what was decoded after the prompt) to minus infinity.
// With timestamps: they come in pairs, never decrease, the first is at most 1 s, and one is forced when all
// timestamps together are likelier than the likeliest word.
void applyRules(const DecodingRules& rules, std::span<const int> sampled, std::span<float> logits);

// The tail of a token sequence that is one phrase over and over.
struct Repetition {
    std::size_t begin = 0;  // first token of the first copy
    std::size_t period = 0;  // tokens in a copy
    std::size_t copies = 0;
};

// A phrase of up to 24 tokens at the end, repeated at least 4 times (a single token at least 8 times), as no speaker
// does but a decoder in a loop. The last copy may be incomplete.
[[nodiscard]] std::optional<Repetition> findRepetition(std::span<const int> tokens);

// The text's bytes over its bytes after zlib; above 2.4 it repeats itself. 0 for an empty text and in a build without
// zlib.
[[nodiscard]] double compressionRatio(std::string_view text);

// How one window went.
struct WindowQuality {
    double averageLogProb = 0;
    double compressionRatio = 0;
    double noSpeechProbability = 0;
    bool repeats = false;
    bool empty = false;  // no words
};

// The window holds no speech: the decoder says so and has no confident words to the contrary.
[[nodiscard]] bool isSilence(const WindowQuality& quality, const TranscribeOptions& options);

// The window is to be decoded again at the next temperature.
[[nodiscard]] bool needsFallback(const WindowQuality& quality, const TranscribeOptions& options);

// A window encoded with a shortened context is to be encoded again in full: anything but a confident transcript.
[[nodiscard]] bool needsFullWindow(const WindowQuality& quality, const TranscribeOptions& options);

// The published networks know clips padded to 30 s and nothing else; ours are trained on clips with a short tail.
[[nodiscard]] bool knowsFullWindowsOnly(const WhisperConfig& config);

enum class AudioContext { Shortened, Full };

// Encoder positions for a clip of `samples` samples, at most config.audioContext. Shortened: its length plus a
// margin; the margin and the measurements behind it are in the source file. A network trained on clips with a short
// tail gets that tail in either case.
[[nodiscard]] int contextFor(const WhisperConfig& config, std::size_t samples, AudioContext context);

// Where to cut a window of a clip when the network knows no timestamps: the middle of the quietest tenth of a second
// in its last third. More than 0 for a window of more than 0 samples.
[[nodiscard]] std::size_t quietestCut(std::span<const float> window);

struct TimedTokens {
    double startSeconds = 0;  // from the start of the window
    double endSeconds = 0;
    std::vector<int> tokens;  // timestamps included
};

struct WindowDivision {
    std::vector<TimedTokens> segments;
    double advanceSeconds = 0;  // where the next window starts; more than 0
};

// Divides the tokens decoded with timestamps from a window holding `seconds` of sound. The next window starts after
// the last complete segment, or after the whole window when none was left open.
[[nodiscard]] WindowDivision divideWindow(std::span<const int> tokens, int timestampBegin, double seconds);

}  // namespace saysee::model
