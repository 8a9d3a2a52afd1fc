#include "core/model/whisper/decoding_rules.h"

#include "core/model/kernels/vector_math.h"

#include <algorithm>
#include <cmath>
#include <limits>

#ifdef SAYSEE_HAS_ZLIB
#include <zlib.h>
#endif

namespace saysee::model {

namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();
constexpr int kLatestFirstTimestamp = 50;  // 1 s: max_initial_timestamp of the released decoder

std::span<float> range(std::span<float> logits, int begin, int end)
{
    return logits.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

void forbid(std::span<float> logits) { std::fill(logits.begin(), logits.end(), kNever); }

void forbidTokens(std::span<float> logits, const std::vector<int>& tokens)
{
    for (const int token : tokens)
        if (token >= 0 && static_cast<std::size_t>(token) < logits.size())
            logits[static_cast<std::size_t>(token)] = kNever;
}

// Pairs and order: what the timestamps so far leave possible.
void applyTimestampOrder(const DecodingRules& rules, std::span<const int> sampled, std::span<float> logits)
{
    const int vocabulary = static_cast<int>(logits.size());
    const auto isTimestamp = [&](int token) { return token >= rules.timestampBegin; };
    const bool lastIs = isTimestamp(sampled.back());
    const bool beforeLastIs = sampled.size() < 2 || isTimestamp(sampled[sampled.size() - 2]);
    if (lastIs && beforeLastIs)
        forbid(range(logits, rules.timestampBegin, vocabulary));  // a segment has begun: words
    else if (lastIs)
        forbid(range(logits, 0, rules.endOfText));  // a segment has ended: the next one's start, or the end

    const auto latest = std::find_if(sampled.rbegin(), sampled.rend(), isTimestamp);
    if (latest == sampled.rend())
        return;
    // The start of a segment may equal the end of the one before; its end must be later than its start.
    const int lowest = lastIs && !beforeLastIs ? *latest : *latest + 1;
    forbid(range(logits, rules.timestampBegin, std::min(lowest, vocabulary)));
}

void applyTimestampRules(const DecodingRules& rules, std::span<const int> sampled, std::span<float> logits)
{
    const int vocabulary = static_cast<int>(logits.size());
    forbidTokens(logits, {rules.noTimestamps});
    if (sampled.empty()) {
        forbid(range(logits, 0, rules.timestampBegin));
        forbid(range(logits, std::min(rules.timestampBegin + kLatestFirstTimestamp + 1, vocabulary), vocabulary));
        return;
    }
    applyTimestampOrder(rules, sampled, logits);
    const std::span<float> words = range(logits, 0, rules.timestampBegin);
    if (logSumExp(range(logits, rules.timestampBegin, vocabulary)) > *std::max_element(words.begin(), words.end()))
        forbid(words);
}

}  // namespace

DecodingRules DecodingRules::of(const text::WhisperTokenizer& tokenizer, Timestamps timestamps)
{
    const text::WhisperSpecials& specials = tokenizer.specials();
    return {specials.endOfText,     specials.noTimestamps,         specials.timestampBegin,
            tokenizer.suppressed(), tokenizer.suppressedAtBegin(), timestamps};
}

void applyRules(const DecodingRules& rules, std::span<const int> sampled, std::span<float> logits)
{
    if (sampled.empty())
        forbidTokens(logits, rules.suppressedAtBegin);
    forbidTokens(logits, rules.suppressed);
    if (rules.timestamps == Timestamps::Present)
        applyTimestampRules(rules, sampled, logits);
}

std::optional<Repetition> findRepetition(std::span<const int> tokens)
{
    constexpr std::size_t kLongestPhrase = 24;
    constexpr std::size_t kCopies = 4;
    constexpr std::size_t kCopiesOfOneToken = 8;
    for (std::size_t period = 1; period <= std::min(kLongestPhrase, tokens.size() / kCopies); ++period) {
        std::size_t begin = tokens.size() - period;
        while (begin > 0 && tokens[begin - 1] == tokens[begin - 1 + period])
            --begin;
        const std::size_t copies = (tokens.size() - begin) / period;
        if (copies >= (period == 1 ? kCopiesOfOneToken : kCopies))
            return Repetition {begin, period, copies};
    }
    return std::nullopt;
}

double compressionRatio(std::string_view text)
{
#ifdef SAYSEE_HAS_ZLIB
    if (text.empty())
        return 0.0;
    uLongf size = compressBound(static_cast<uLong>(text.size()));
    std::vector<Bytef> packed(size);
    if (compress(packed.data(), &size, reinterpret_cast<const Bytef*>(text.data()), static_cast<uLong>(text.size()))
        != Z_OK)
        return 0.0;
    return static_cast<double>(text.size()) / static_cast<double>(size);
#else
    static_cast<void>(text);
    return 0.0;
#endif
}

bool isSilence(const WindowQuality& quality, const TranscribeOptions& options)
{
    return quality.noSpeechProbability > options.noSpeechLimit && quality.averageLogProb < options.logProbLimit;
}

bool needsFallback(const WindowQuality& quality, const TranscribeOptions& options)
{
    if (isSilence(quality, options))
        return false;
    return quality.repeats || quality.compressionRatio > options.compressionRatioLimit
        || quality.averageLogProb < options.logProbLimit;
}

bool needsFullWindow(const WindowQuality& quality, const TranscribeOptions& options)
{
    // Half way to where the reference gives a transcript up: a doubtful word costs less than a second encoding.
    const double sure = options.logProbLimit / 2.0;
    return quality.empty || isSilence(quality, options) || needsFallback(quality, options)
        || quality.averageLogProb < sure;
}

bool knowsFullWindowsOnly(const WhisperConfig& config)
{
    constexpr int kPublishedContext = 1500;
    return config.audioContext == kPublishedContext;
}

// Mean cosine of the states of the real tiny.en encoder to those of the full window, 8 LJSpeech clips cut to a
// length, by the margin behind the clip (and the 5th percentile of the positions):
//
//     clip     0 s          0.5 s        1 s          2 s          3 s          4 s          6 s
//    1.5 s  .858 (.638)  .887 (.757)  .889 (.762)  .906 (.819)  .920 (.836)  .931 (.849)  .946 (.872)
//    3 s    .912 (.737)  .929 (.850)  .934 (.864)  .944 (.887)  .950 (.904)  .955 (.913)  .962 (.929)
//    6 s    .956 (.863)  .964 (.915)  .968 (.935)  .970 (.942)  .973 (.949)  .975 (.954)  .977 (.962)
//   10 s    .972 (.909)  .977 (.943)  .979 (.955)  .980 (.960)  .982 (.965)  .983 (.969)  .985 (.977)
//
// The first 2 s gain most, and the worst positions most of all; short clips need more. So: 2 s, and 6 s in all at
// least, which costs about a quarter of the full window.
int contextFor(const WhisperConfig& config, std::size_t samples, AudioContext context)
{
    constexpr std::size_t kSamplesPerPosition = 320;
    constexpr std::size_t kMargin = 100;  // 2 s
    constexpr std::size_t kLeast = 300;  // 6 s
    constexpr std::size_t kTrainedMargin = 60;  // 1.2 s: the long tail of core/training/pretrain
    const std::size_t clip = (samples + kSamplesPerPosition - 1) / kSamplesPerPosition;
    const auto most = static_cast<std::size_t>(config.audioContext);
    if (!knowsFullWindowsOnly(config))
        return static_cast<int>(std::min(clip + kTrainedMargin, most));
    return context == AudioContext::Full ? config.audioContext
                                         : static_cast<int>(std::min(std::max(clip + kMargin, kLeast), most));
}

std::size_t quietestCut(std::span<const float> window)
{
    constexpr std::size_t kSlice = 1600;  // 0.1 s
    std::size_t best = window.size();
    float least = std::numeric_limits<float>::infinity();
    for (std::size_t begin = window.size() * 2 / 3 / kSlice * kSlice; begin + kSlice <= window.size();
         begin += kSlice) {
        const std::span<const float> slice = window.subspan(begin, kSlice);
        const float energy = dot(slice, slice);
        if (energy < least) {
            least = energy;
            best = begin + kSlice / 2;
        }
    }
    return best;
}

WindowDivision divideWindow(std::span<const int> tokens, int timestampBegin, double seconds)
{
    const auto isTimestamp = [&](std::size_t i) { return tokens[i] >= timestampBegin; };
    const auto secondsAt = [&](std::size_t i) {
        return std::min(seconds, (tokens[i] - timestampBegin) * kTimestampStep);
    };
    const auto piece = [&](std::size_t begin, std::size_t end, double start, double stop) {
        return TimedTokens {
            start,
            stop,
            {tokens.begin() + static_cast<std::ptrdiff_t>(begin), tokens.begin() + static_cast<std::ptrdiff_t>(end)}};
    };
    // Two timestamps in a row: a segment's end and the next one's start.
    std::vector<std::size_t> starts;
    for (std::size_t i = 1; i < tokens.size(); ++i)
        if (isTimestamp(i - 1) && isTimestamp(i))
            starts.push_back(i);
    const bool closed = tokens.size() >= 2 && isTimestamp(tokens.size() - 1) && !isTimestamp(tokens.size() - 2);

    WindowDivision division;
    division.advanceSeconds = seconds;
    if (starts.empty()) {
        double end = seconds;
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (isTimestamp(i) && tokens[i] != timestampBegin)
                end = secondsAt(i);
        if (!tokens.empty())
            division.segments.push_back(piece(0, tokens.size(), 0.0, end));
        return division;
    }
    if (closed)
        starts.push_back(tokens.size());
    std::size_t begin = 0;
    for (const std::size_t end : starts) {
        const double start = isTimestamp(begin) ? secondsAt(begin) : 0.0;
        division.segments.push_back(piece(begin, end, start, secondsAt(end - 1)));
        begin = end;
    }
    if (!closed && secondsAt(begin - 1) > 0.0)
        division.advanceSeconds = secondsAt(begin - 1);
    return division;
}

}  // namespace saysee::model
