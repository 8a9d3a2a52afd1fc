// Runs the frozen networks once over descriptions and pictures.
#pragma once

#include "core/audio/clip.h"
#include "core/model/runtime/engine_parts.h"
#include "core/training/features/feature_set.h"

namespace saysee::training {

class FeatureMaker {
public:
    // `parts` must hold a recogniser and an image-text network.
    explicit FeatureMaker(model::EngineParts& parts) : m_parts(parts) { }

    // Pixels [B, 3, S, S], preprocessed, of the next pictures.
    void addPictures(const at::Tensor& pixels);
    // A description of picture `picture`, counted from the first one added. Errors: those of the recogniser.
    base::Status addSpeech(const audio::Clip& clip, std::int64_t picture, const base::TaskContext& task);
    // The same with the words given, for a transcript that a person has corrected: they are trusted fully.
    base::Status addSpeech(const audio::Clip& clip, const std::string& words, std::int64_t picture);

    // A written description: no sound.
    base::Status addText(const std::string& words, std::int64_t picture);

    // What was added since the last call.
    [[nodiscard]] FeatureSet take();

private:
    base::Status addWords(const std::string& text, double confidence);

    model::EngineParts& m_parts;
    std::vector<at::Tensor> m_states;
    std::vector<std::vector<int>> m_tokens;
    std::vector<float> m_confidence;
    std::vector<at::Tensor> m_pictures;
    std::vector<std::int64_t> m_pictureOf;
};

}  // namespace saysee::training
