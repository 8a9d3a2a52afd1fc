#include "core/training/features/feature_maker.h"

#include "core/model/fusion/fusion.h"

#include <algorithm>

namespace saysee::training {
namespace {

// Prompts are put into every text, so it may fill the context only up to them.
constexpr int kRoomForPrompts = 8;

}  // namespace

void FeatureMaker::addPictures(const at::Tensor& pixels)
{
    const at::NoGradGuard noGrad;
    m_pictures.push_back(model::unitLength(m_parts.vision->encode(pixels.to(m_parts.device))).cpu());
}

base::Status FeatureMaker::addSpeech(const audio::Clip& clip, std::int64_t picture, const base::TaskContext& task)
{
    const at::NoGradGuard noGrad;
    model::TranscribeOptions options;
    options.temperatures = {0.0};  // a second try at a higher one is for answers that a person reads
    SAYSEE_ASSIGN(const auto heard, m_parts.recogniser->recognise(clip, options, task));
    SAYSEE_TRY(addWords(heard.transcript.noSpeech ? "" : heard.transcript.text(), heard.transcript.confidence()));
    m_states.push_back(heard.states.cpu().to(at::kHalf));
    m_pictureOf.push_back(picture);
    return {};
}

base::Status FeatureMaker::addSpeech(const audio::Clip& clip, const std::string& words, std::int64_t picture)
{
    const at::NoGradGuard noGrad;
    SAYSEE_ASSIGN(const at::Tensor states, m_parts.recogniser->states(clip));
    SAYSEE_TRY(addWords(words, 1.0));
    m_states.push_back(states.cpu().to(at::kHalf));
    m_pictureOf.push_back(picture);
    return {};
}

base::Status FeatureMaker::addText(const std::string& words, std::int64_t picture)
{
    SAYSEE_TRY(addWords(words, 1.0));
    m_states.push_back(at::empty({0, m_parts.recogniser->config().width}, at::kHalf));
    m_pictureOf.push_back(picture);
    return {};
}

base::Status FeatureMaker::addWords(const std::string& text, double confidence)
{
    const int room = m_parts.tokenizer->contextLength() - kRoomForPrompts;
    SAYSEE_ASSIGN(const auto clauses, m_parts.tokenizer->splitIntoClauses(text, room));
    SAYSEE_ASSIGN(auto ids, m_parts.tokenizer->encode(clauses.empty() ? std::string {} : clauses.front()));
    m_confidence.push_back(ids.size() > 2 ? static_cast<float>(confidence) : 0.0F);
    m_tokens.push_back(std::move(ids));
    return {};
}

FeatureSet FeatureMaker::take()
{
    const auto count = static_cast<std::int64_t>(m_pictureOf.size());
    std::size_t width = 1;
    std::vector<std::int64_t> frames;
    for (const auto& row : m_tokens)
        width = std::max(width, row.size());
    for (const auto& states : m_states)
        frames.push_back(states.size(0));
    FeatureSet features;
    features.tokens = at::zeros({count, static_cast<std::int64_t>(width)}, at::kLong);
    auto* target = features.tokens.data_ptr<std::int64_t>();
    for (const auto& row : m_tokens) {
        std::copy(row.begin(), row.end(), target);
        target += width;
    }
    features.states =
        m_states.empty() ? at::empty({0, m_parts.recogniser->config().width}, at::kHalf) : at::cat(m_states);
    features.frames = at::tensor(frames, at::kLong);
    features.confidence = at::tensor(m_confidence, at::kFloat);
    features.pictures = m_pictures.empty() ? at::empty({0, m_parts.info.dimension}) : at::cat(m_pictures);
    features.pictureOf = at::tensor(m_pictureOf, at::kLong);
    m_states.clear();
    m_tokens.clear();
    m_confidence.clear();
    m_pictures.clear();
    m_pictureOf.clear();
    return features;
}

}  // namespace saysee::training
