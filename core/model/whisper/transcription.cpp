#include "core/model/whisper/transcription.h"

#include "core/model/runtime/wait_for.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>

namespace saysee::model {

namespace {

constexpr int kSamplesDrawn = 5;  // above temperature 0: best_of of the released decoder
constexpr double kForgetPromptAbove = 0.5;  // temperature; the text is then too doubtful to continue from
constexpr std::size_t kShortestRest = 8'000;  // samples, 0.5 s: a rest that is no longer holds no words

// Adds the time until its end to a stage.
class Stopwatch {
public:
    Stopwatch(std::vector<StageTiming>& timings, const char* stage) : m_timings(timings), m_stage(stage) { }
    ~Stopwatch()
    {
        const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - m_begin;
        auto entry = std::find_if(m_timings.begin(), m_timings.end(),
                                  [&](const StageTiming& timing) { return timing.stage == m_stage; });
        if (entry == m_timings.end())
            entry = m_timings.insert(m_timings.end(), {m_stage, 0.0});
        entry->milliseconds += passed.count();
    }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    std::vector<StageTiming>& m_timings;
    const char* m_stage;
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

double secondsOf(std::size_t samples) { return static_cast<double>(samples) / audio::kSampleRate; }

std::string trimmed(const std::string& text)
{
    const auto begin = text.find_first_not_of(" \t\n");
    return begin == std::string::npos ? std::string()
                                      : text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin);
}

// A decoder in a loop said the phrase once, if at all. What is left is as likely a token as it all was.
void cutLoop(WindowHypothesis& hypothesis)
{
    const auto loop = findRepetition(hypothesis.tokens);
    if (!loop)
        return;
    const double likelihood = hypothesis.averageLogProb();
    hypothesis.tokens.resize(loop->begin + loop->period);
    hypothesis.sumLogProb = likelihood * static_cast<double>(hypothesis.tokens.size() + 1);
}

void cutLoops(std::vector<WindowHypothesis>& hypotheses)
{
    std::for_each(hypotheses.begin(), hypotheses.end(), cutLoop);
    std::stable_sort(hypotheses.begin(), hypotheses.end(),
                     [](const auto& a, const auto& b) { return a.score() > b.score(); });
}

}  // namespace

Timestamps timestampsFor(const WhisperConfig& config, const audio::Clip& clip, bool wanted)
{
    const bool useful = wanted || clip.samples.size() > config.windowSamples();
    return useful && knowsFullWindowsOnly(config) ? Timestamps::Present : Timestamps::Absent;
}

Transcription::Transcription(const RecogniserParts& parts, const audio::Clip& clip, const TranscribeOptions& options,
                             const base::TaskContext& task, const Voice* voice)
    : m_parts(parts), m_clip(clip), m_options(options), m_task(task), m_voice(voice),
      m_rules(DecodingRules::of(parts.tokenizer, timestampsFor(parts.config, clip, options.timestamps)))
{
    if (parts.tokenizer.isMultilingual() && !options.language.empty())
        m_language = parts.tokenizer.languageToken(options.language).value_or(0);
}

base::Result<Recognition> Transcription::run()
{
    {
        const Stopwatch watch(m_out.timings, "log-mel");
        m_peak = m_parts.logMel.peak(m_clip.view());
    }
    Transcript& transcript = m_out.transcript;
    const std::size_t total = m_clip.samples.size();
    for (std::size_t first = 0; first == 0 || first + kShortestRest < total;) {
        m_task.progress({"Listening", first / audio::kSampleRate, total / audio::kSampleRate});
        const std::size_t samples = samplesOfWindow(m_parts.config, m_clip.view().subspan(first), m_rules.timestamps);
        SAYSEE_ASSIGN(const Window window, recogniseWindow(first, samples));
        if (first == 0)
            m_out.states = cutToSpeech(m_states, samples);
        if (m_windowsKept == 0)
            transcript.noSpeechProbability =
                std::max(transcript.noSpeechProbability, window.quality.noSpeechProbability);
        first += isSilence(window.quality, m_options) ? samples : keep(window, first, samples);
    }
    return finish();
}

std::size_t samplesOfWindow(const WhisperConfig& config, std::span<const float> rest, Timestamps timestamps)
{
    const std::size_t window = config.windowSamples();
    if (rest.size() <= window)
        return rest.size();
    // A cut leaves enough behind it to be listened to.
    return timestamps == Timestamps::Present
        ? window
        : quietestCut(rest.first(std::min(window, std::max(rest.size() - kShortestRest, std::size_t {2}) - 1)));
}

void Transcription::encode(std::size_t first, std::size_t samples, int context)
{
    at::Tensor mel;
    {
        const Stopwatch watch(m_out.timings, "log-mel");
        mel = m_parts.spectrogram(m_clip.view().first(first + samples), first, context, m_peak);
    }
    const Stopwatch watch(m_out.timings, "encoder");
    m_stepper.reset();
    m_states = m_parts.encode(mel);  // [1, T, D]
    waitFor(m_parts.device);
    if (m_voice == nullptr)
        return;
    if (first == 0)
        m_out.ownVoice = m_voice->soundsLike(cutToSpeech(m_states, samples).to(m_states.device()));
    m_states = m_voice->adapt(m_states);
}

base::Result<Transcription::Window> Transcription::recogniseWindow(std::size_t first, std::size_t samples)
{
    const int full = contextFor(m_parts.config, samples, AudioContext::Full);
    const int context =
        m_options.shortenContext ? contextFor(m_parts.config, samples, AudioContext::Shortened) : full;
    const std::vector<double> ladder =
        m_options.temperatures.empty() ? std::vector<double> {0.0} : m_options.temperatures;
    encode(first, samples, context);
    Window window = decode(ladder.front());
    if (context < full && needsFullWindow(window.quality, m_options)) {
        if (m_task.stopRequested())
            return base::cancelled();
        encode(first, samples, full);
        m_out.transcript.fullWindow = true;
        if (m_detected)
            m_language = 0;  // the language may be what was wrong
        window = decode(ladder.front());
    }
    for (std::size_t rung = 1; rung < ladder.size() && needsFallback(window.quality, m_options); ++rung) {
        if (m_task.stopRequested())
            return base::cancelled();
        window = decode(ladder[rung]);
    }
    if (m_task.stopRequested())
        return base::cancelled();
    if (window.quality.repeats)
        cutLoops(window.result.hypotheses);
    return window;
}

Transcription::Window Transcription::decode(double temperature)
{
    const Stopwatch watch(m_out.timings, "decoder");
    if (m_stepper == nullptr)
        m_stepper = m_parts.listen(m_states);
    if (m_parts.tokenizer.isMultilingual() && m_language == 0) {
        m_language = detectLanguage();
        m_detected = true;
    }
    WindowOptions options;
    options.beamSize = m_options.beamSize;
    options.samples = kSamplesDrawn;
    options.temperature = temperature;
    options.maxTokens = m_options.maxTokens;
    options.seed = m_options.seed;
    WindowResult result = decodeWindow(*m_stepper, prompt(), m_rules, m_parts.tokenizer.specials().noSpeech, options);
    const WindowQuality quality = judge(result);
    return {std::move(result), quality, temperature};
}

WindowQuality Transcription::judge(const WindowResult& result) const
{
    const WindowHypothesis& best = result.hypotheses.front();
    const std::string text = textOf(best.tokens);
    return {best.averageLogProb(), compressionRatio(text), result.noSpeechProbability,
            findRepetition(best.tokens).has_value(), text.empty()};
}

WindowPrompt Transcription::prompt() const
{
    const text::WhisperSpecials& specials = m_parts.tokenizer.specials();
    WindowPrompt prompt;
    if (!m_previous.empty()) {
        const auto room = static_cast<std::ptrdiff_t>(m_parts.config.textContext / 2 - 1);
        prompt.tokens.push_back(specials.startOfPrevious);
        prompt.tokens.insert(prompt.tokens.end(),
                             m_previous.end() - std::min(room, static_cast<std::ptrdiff_t>(m_previous.size())),
                             m_previous.end());
    }
    prompt.start = prompt.tokens.size();
    prompt.tokens.push_back(specials.startOfTranscript);
    if (m_parts.tokenizer.isMultilingual()) {
        prompt.tokens.push_back(m_language);
        prompt.tokens.push_back(specials.transcribe);
    }
    if (m_rules.timestamps == Timestamps::Absent)
        prompt.tokens.push_back(specials.noTimestamps);
    return prompt;
}

int Transcription::detectLanguage()
{
    m_stepper->reset();
    const int start = m_parts.tokenizer.specials().startOfTranscript;
    const std::span<const float> logits = m_stepper->append({&start, 1});
    const auto& languages = m_parts.tokenizer.languages();
    const auto likeliest = std::max_element(languages.begin(), languages.end(), [&](const auto& a, const auto& b) {
        return logits[static_cast<std::size_t>(a.token)] < logits[static_cast<std::size_t>(b.token)];
    });
    return likeliest->token;
}

std::size_t Transcription::keep(const Window& window, std::size_t first, std::size_t samples)
{
    const WindowHypothesis& best = window.result.hypotheses.front();
    if (m_windowsKept++ == 0) {
        m_out.transcript.noSpeechProbability = window.quality.noSpeechProbability;
        keepAlternatives(window);
    }
    m_out.transcript.temperature = std::max(m_out.transcript.temperature, window.temperature);
    if (m_rules.timestamps == Timestamps::Absent) {
        if (m_options.timestamps || samples < m_clip.samples.size())
            m_out.transcript.segments.push_back({secondsOf(first), secondsOf(first + samples), textOf(best.tokens)});
        keepWords(best, best.tokens);
        return samples;
    }

    const WindowDivision division = divideWindow(best.tokens, m_rules.timestampBegin, secondsOf(samples));
    std::vector<int> complete;  // an open segment is heard again with the next window
    for (const TimedTokens& segment : division.segments) {
        complete.insert(complete.end(), segment.tokens.begin(), segment.tokens.end());
        if (std::string text = textOf(segment.tokens); !text.empty())
            m_out.transcript.segments.push_back(
                {secondsOf(first) + segment.startSeconds, secondsOf(first) + segment.endSeconds, std::move(text)});
    }
    keepWords(best, complete);
    if (window.temperature > kForgetPromptAbove)
        m_previous.clear();
    else
        m_previous.insert(m_previous.end(), complete.begin(), complete.end());
    return std::min(samples, static_cast<std::size_t>(division.advanceSeconds * audio::kSampleRate + 0.5));
}

void Transcription::keepWords(const WindowHypothesis& heard, const std::vector<int>& tokens)
{
    m_tokens.insert(m_tokens.end(), tokens.begin(), tokens.end());
    m_sumLogProb += heard.averageLogProb() * static_cast<double>(tokens.size() + 1);
}

void Transcription::keepAlternatives(const Window& window)
{
    std::vector<Hypothesis>& kept = m_out.transcript.hypotheses;
    for (const WindowHypothesis& heard : window.result.hypotheses) {
        if (static_cast<int>(kept.size()) == m_options.nBest)
            break;
        const std::string text = textOf(heard.tokens);
        if (std::none_of(kept.begin(), kept.end(), [&](const Hypothesis& other) { return other.text == text; }))
            kept.push_back({text, wordsOf(heard.tokens), heard.averageLogProb(), heard.score()});
    }
}

std::string Transcription::textOf(const std::vector<int>& tokens) const
{
    return trimmed(m_parts.tokenizer.decode(tokens));
}

std::vector<int> Transcription::wordsOf(const std::vector<int>& tokens) const
{
    std::vector<int> words;
    std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(words),
                 [&](int token) { return token < m_rules.endOfText; });
    return words;
}

Recognition Transcription::finish()
{
    Transcript& transcript = m_out.transcript;
    transcript.noSpeech = m_windowsKept == 0;
    if (m_windowsKept > 1) {  // the alternatives of one window are none of the whole
        const WindowHypothesis whole {m_tokens, m_sumLogProb};
        transcript.hypotheses = {{textOf(m_tokens), wordsOf(m_tokens), whole.averageLogProb(), whole.score()}};
    }
    transcript.compressionRatio = compressionRatio(transcript.text());
    const text::WhisperTokenizer& tokenizer = m_parts.tokenizer;
    transcript.language = tokenizer.isMultilingual() ? std::string(tokenizer.languageCode(m_language)) : "en";
    return std::move(m_out);
}

}  // namespace saysee::model
