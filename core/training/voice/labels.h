// What the recogniser shall write down for each recording that a voice is learned from.
//
// What a person corrected counts as said, a name of the person's own as what it means (meanings.h). Where nobody did,
// the photo helps to choose among the recogniser's hypotheses: those that the image-text model finds in it become
// likelier.
#pragma once

#include "core/training/voice/meanings.h"

#include <string>
#include <vector>

namespace saysee::training {

// Texts and how likely each of them is, likeliest first; none: nothing can be learned from the recording.
struct Label {
    std::vector<std::string> texts;
    std::vector<double> weights;  // their sum is 1
};

// probability of each hypothesis times exp(kPictureWeight * its cosine to the photo), scaled to sum 1. Pure.
[[nodiscard]] Label weighByPicture(const std::vector<std::string>& texts, const std::vector<double>& probabilities,
                                   const std::vector<double>& cosines);

// Labels a few recordings at a time. All that it is given must outlive it.
class LabelMaker {
public:
    LabelMaker(model::Engine& engine, const model::WhisperDecoder& decoder, std::vector<LabelSource> sources);

    // One piece of the work; false when all labels are there. Errors: those of the engine.
    base::Result<bool> advance();
    [[nodiscard]] const std::vector<Label>& labels() const { return m_labels; }
    [[nodiscard]] const std::map<std::string, std::string>& meanings() const { return m_meanings.found(); }

private:
    base::Result<Label> labelOf(const LabelSource& source);

    model::Engine& m_engine;
    std::vector<LabelSource> m_sources;
    Meanings m_meanings;
    bool m_namesKnown = false;
    std::vector<Label> m_labels;
};

}  // namespace saysee::training
