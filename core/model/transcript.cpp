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

}  // namespace saysee::model
