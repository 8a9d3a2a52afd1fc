// What a person's own names mean, in one or two words that the model knows: "a doodah" beside photos of a green car.
//
// Of the words that the decoder expects where the name stands, and of those that it expects after the best of them,
// some speak for the photos with the name and against the others. They are tried in the name's place, and what makes
// the sentences fit their photos best is taken.
#pragma once

#include "core/model/engine.h"
#include "core/model/whisper/decoder.h"
#include "core/training/tune_trainer.h"
#include "core/training/voice/heard.h"
#include "core/training/voice/names.h"

#include <ATen/ATen.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace saysee::training {

// A recording, what is known about it, and what the recogniser made of it.
struct LabelSource {
    const TunePair& pair;
    const Heard& heard;
};

class Meanings {
public:
    // Looks for names in what was corrected. All that it is given must outlive it.
    Meanings(model::Engine& engine, const model::WhisperDecoder& decoder, const std::vector<LabelSource>& sources);

    // A few texts further; false when every name has its meaning. Errors: those of the engine and the tokenizer.
    base::Result<bool> advance();
    // Of every form of every name.
    [[nodiscard]] const std::map<std::string, std::string>& found() const { return m_found; }

private:
    struct Candidate {
        std::string words;
        double fluency = 0;  // mean log-probability of the second word after the first, of what follows a single one
        double contrast = 0;  // Welch's t of its fit to photos with the name and without
        double sentences = 0;  // mean cosine of the sentences with the word in the name's place to their photos
    };
    struct Search {
        OwnName name;
        std::vector<Candidate> candidates;
    };

    struct Expected {
        std::vector<std::pair<std::string, double>> words;  // with their mean log-probability, likeliest first
        double following = 0;  // mean log-probability of what stands behind the name
    };
    base::Result<Expected> expectedWords(const OwnName& name, const std::string& begun) const;
    base::Status addPhrases(Search& search) const;
    base::Result<bool> embedSome();
    void embedAsPhoto(const std::vector<Candidate>& candidates);
    void scoreContrast(std::vector<Candidate>& candidates, const OwnName& name) const;
    void queueSentences(const Search& search);
    void decide(Search& search);
    [[nodiscard]] std::vector<std::size_t> tried(const OwnName& name) const;
    [[nodiscard]] std::string sentence(std::size_t text, const OwnName& name, const std::string& words) const;

    enum class Stage { Expectation, Words, Phrases, Sentences, Done };

    model::Engine& m_engine;
    const model::WhisperDecoder& m_decoder;
    const text::WhisperTokenizer& m_tokenizer;
    std::vector<std::string> m_texts;  // corrected
    at::Tensor m_pictures;  // [N, E], theirs
    at::Tensor m_silence;  // [1, 1, H]: the mean state of all recordings, in which no word is heard
    std::vector<std::string> m_languages;
    std::vector<Search> m_searches;
    std::size_t m_next = 0;  // of the searches: those before it are through the stage
    Stage m_stage = Stage::Expectation;
    std::vector<std::string> m_queue;  // texts to encode
    std::map<std::string, at::Tensor> m_vectors;  // [E] of encoded texts
    std::map<std::string, std::string> m_found;
};

}  // namespace saysee::training
