#include "core/training/voice/labels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace saysee::training {
namespace {

constexpr double kPictureWeight = 40;  // of a cosine, in nats; by measurement, 20 to 80 do as well

}  // namespace

Label weighByPicture(const std::vector<std::string>& texts, const std::vector<double>& probabilities,
                     const std::vector<double>& cosines)
{
    std::vector<double> scores;
    for (std::size_t i = 0; i < texts.size(); ++i)
        scores.push_back(std::log(std::max(probabilities[i], 1e-9)) + kPictureWeight * cosines[i]);
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    Label label;
    double sum = 0;
    for (const std::size_t i : order) {
        label.texts.push_back(texts[i]);
        label.weights.push_back(std::exp(scores[i] - scores[order.front()]));
        sum += label.weights.back();
    }
    for (double& weight : label.weights)
        weight /= sum;
    return label;
}

LabelMaker::LabelMaker(model::Engine& engine, const model::WhisperDecoder& decoder, std::vector<LabelSource> sources)
    : m_engine(engine), m_sources(std::move(sources)), m_meanings(engine, decoder, m_sources)
{
}

base::Result<bool> LabelMaker::advance()
{
    if (!m_namesKnown) {
        SAYSEE_ASSIGN(const bool more, m_meanings.advance());
        m_namesKnown = !more;
        return true;
    }
    if (m_labels.size() == m_sources.size())
        return false;
    SAYSEE_ASSIGN(Label label, labelOf(m_sources[m_labels.size()]));
    m_labels.push_back(std::move(label));
    return m_labels.size() < m_sources.size();
}

base::Result<Label> LabelMaker::labelOf(const LabelSource& source)
{
    if (!source.pair.text.empty())
        return Label {{withMeanings(source.pair.text, m_meanings.found())}, {1.0}};
    std::vector<std::string> texts;
    std::vector<double> probabilities, cosines;
    for (std::size_t i = 0; i < source.heard.texts.size(); ++i) {
        if (source.heard.texts[i].empty())
            continue;
        SAYSEE_ASSIGN(const auto words, m_engine.embedText(source.heard.texts[i]));
        texts.push_back(source.heard.texts[i]);
        probabilities.push_back(source.heard.probabilities[i]);
        cosines.push_back(std::inner_product(source.pair.picture.begin(), source.pair.picture.end(),
                                             words.vector.values().begin(), 0.0));
    }
    return texts.empty() ? Label {} : weighByPicture(texts, probabilities, cosines);
}

}  // namespace saysee::training
