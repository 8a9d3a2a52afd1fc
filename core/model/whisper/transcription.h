// One clip's way through the recogniser: window by window, each encoded, decoded and judged.
#pragma once

#include "core/model/whisper/recogniser_parts.h"
#include "core/model/whisper/window_decoder.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace saysee::model {

// Timestamps divide clips of several windows; `wanted`: by the caller. Networks with another window than the
// published ones' were trained without.
[[nodiscard]] Timestamps timestampsFor(const WhisperConfig& config, const audio::Clip& clip, bool wanted);

// How much of `rest`, what is left of a clip, the next window takes.
[[nodiscard]] std::size_t samplesOfWindow(const WhisperConfig& config, std::span<const float> rest,
                                          Timestamps timestamps);

// Use once. All references must outlive it; it throws what LibTorch throws.
class Transcription {
public:
    Transcription(const RecogniserParts& parts, const audio::Clip& clip, const TranscribeOptions& options,
                  const base::TaskContext& task, const Voice* voice);

    base::Result<Recognition> run();

private:
    // A window as finally decoded.
    struct Window {
        WindowResult result;
        WindowQuality quality;
        double temperature = 0;
    };

    base::Result<Window> recogniseWindow(std::size_t first, std::size_t samples);
    void encode(std::size_t first, std::size_t samples, int context);
    Window decode(double temperature);
    [[nodiscard]] WindowQuality judge(const WindowResult& result) const;
    [[nodiscard]] WindowPrompt prompt() const;
    int detectLanguage();
    // Adds a window's words to the transcript; returns how many samples of it are done with.
    std::size_t keep(const Window& window, std::size_t first, std::size_t samples);
    void keepWords(const WindowHypothesis& heard, const std::vector<int>& tokens);
    void keepAlternatives(const Window& window);
    [[nodiscard]] std::string textOf(const std::vector<int>& tokens) const;
    [[nodiscard]] std::vector<int> wordsOf(const std::vector<int>& tokens) const;
    Recognition finish();

    const RecogniserParts& m_parts;
    const audio::Clip& m_clip;
    const TranscribeOptions& m_options;
    const base::TaskContext& m_task;
    const Voice* m_voice;  // null: anybody
    DecodingRules m_rules;
    float m_peak = 0;  // of the whole clip's log-mel power
    int m_language = 0;  // token; 0: not known yet, or an English-only model
    bool m_detected = false;  // nobody said which language it is
    std::vector<int> m_previous;  // tokens that the next window continues

    at::Tensor m_states;  // [1, T, D] of the current window
    std::unique_ptr<TokenStepper> m_stepper;

    Recognition m_out;
    std::vector<int> m_tokens;  // of all windows kept
    double m_sumLogProb = 0;
    int m_windowsKept = 0;
};

}  // namespace saysee::model
