// Finds the pace at which the recogniser understands a person best, a recording and a pace at a time.
#pragma once

#include "core/training/tune_trainer.h"
#include "core/training/voice/dictation.h"
#include "core/training/voice/heard.h"

#include <vector>

namespace saysee::training {

class PaceSearch {
public:
    // Listens to some of `recordings`, which must outlive it as everything else. Those that nobody corrected are
    // compared by what is heard at each pace.
    PaceSearch(model::EngineParts& parts, const model::WhisperDecoder& decoder, const TuneRequest& request,
               std::vector<const TunePair*> recordings);

    // One recording at one pace; false when done. Errors: those of reading and of the recogniser.
    base::Result<bool> advance();
    [[nodiscard]] std::size_t done() const { return m_done; }
    [[nodiscard]] std::size_t total() const { return m_paces.size() * m_recordings.size(); }
    // Once it is done.
    [[nodiscard]] double pace() const;

private:
    base::Result<double> likelihood(const TunePair& recording, double pace);

    model::EngineParts& m_parts;
    const model::WhisperDecoder& m_decoder;
    const TuneRequest& m_request;
    std::vector<const TunePair*> m_recordings;
    std::vector<double> m_paces;
    std::vector<double> m_sums;  // of each pace: nats a token, over the recordings
    std::size_t m_done = 0;
};

}  // namespace saysee::training
