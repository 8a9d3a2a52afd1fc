#include "core/training/voice/pace_search.h"

#include "core/training/voice/pace.h"

namespace saysee::training {
namespace {

constexpr std::size_t kRecordings = 12;  // their mean is steady enough to tell paces apart
constexpr double kNothingHeard = -5;  // nats a token: as unlikely as words get

}  // namespace

PaceSearch::PaceSearch(model::EngineParts& parts, const model::WhisperDecoder& decoder, const TuneRequest& request,
                       std::vector<const TunePair*> recordings)
    : m_parts(parts), m_decoder(decoder), m_request(request), m_recordings(std::move(recordings)),
      m_paces(pacesToTry()), m_sums(m_paces.size(), 0.0)
{
    if (m_recordings.size() > kRecordings)
        m_recordings.resize(kRecordings);
}

base::Result<double> PaceSearch::likelihood(const TunePair& recording, double pace)
{
    SAYSEE_ASSIGN(const audio::Clip clip, m_request.readClip(recording));
    const Words words = knownOrHeard(m_parts, recording.text);
    SAYSEE_ASSIGN(Heard heard, hear(m_parts, clip, pace, words));
    if (words == Words::Known)
        heard.texts = {recording.text};
    if (heard.texts.empty() || heard.texts.front().empty())
        return kNothingHeard;
    SAYSEE_ASSIGN(const Dictation dictation,
                  dictate(heard.states, heard.texts.front(), heard.language, m_parts.recogniser->tokenizer(),
                          m_decoder.config().textContext));
    const DictationLoss loss = dictationLoss(m_decoder, nullptr, dictation);
    return -loss.total / static_cast<double>(loss.tokens);
}

base::Result<bool> PaceSearch::advance()
{
    if (m_done == total())
        return false;
    const std::size_t which = m_done / m_recordings.size();
    SAYSEE_ASSIGN(const double value, likelihood(*m_recordings[m_done % m_recordings.size()], m_paces[which]));
    m_sums[which] += value / static_cast<double>(m_recordings.size());
    return ++m_done < total();
}

double PaceSearch::pace() const { return choosePace(m_paces, m_sums); }

}  // namespace saysee::training
