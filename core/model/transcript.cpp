#include "core/model/transcript.h"

#include <algorithm>
#include <cmath>

namespace saysee::model {

double Transcript::confidence() const
{
    if (noSpeech || hypotheses.empty() || hypotheses.front().text.empty())
        return 0;
    return std::clamp(std::exp(hypotheses.front().averageLogProb), 0.0, 1.0);
}

std::vector<double> Transcript::posteriors() const
{
    std::vector<double> shares;
    if (noSpeech || hypotheses.empty())
        return shares;
    for (const Hypothesis& hypothesis : hypotheses)
        shares.push_back(hypothesis.averageLogProb * static_cast<double>(hypothesis.tokens.size() + 1));
    const double most = *std::max_element(shares.begin(), shares.end());
    double sum = 0;
    for (double& share : shares)
        sum += share = std::exp(share - most);
    for (double& share : shares)
        share /= sum;
    return shares;
}

TranscribeOptions queryTranscription()
{
    constexpr int kAlternatives = 5;
    TranscribeOptions options;
    options.beamSize = kAlternatives;
    options.nBest = kAlternatives;
    return options;
}

}  // namespace saysee::model
