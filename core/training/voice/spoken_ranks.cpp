#include "core/training/voice/spoken_ranks.h"

#include "core/training/tuning/ranks.h"
#include "core/training/voice/borrowed_head.h"

namespace saysee::training {

SpokenRanks::SpokenRanks(model::Engine& engine, const TuneRequest& request, std::vector<const TunePair*> searches,
                         const at::Tensor& candidates)
    : m_engine(engine), m_request(request), m_searches(std::move(searches)), m_candidates(candidates)
{
}

base::Result<base::Embedding> SpokenRanks::query(const TunePair& search)
{
    if (search.recording.empty()) {
        SAYSEE_ASSIGN(auto written, m_engine.embedText(search.text));
        return std::move(written.vector);
    }
    SAYSEE_ASSIGN(const audio::Clip clip, m_request.readClip(search));
    SAYSEE_ASSIGN(auto spoken, m_engine.embedSpeech(clip, model::queryTranscription()));
    return std::move(spoken.fused);
}

base::Result<bool> SpokenRanks::advance(const model::Head& head)
{
    if (m_ranks.size() == m_searches.size())
        return false;
    const TunePair& search = *m_searches[m_ranks.size()];
    const BorrowedHead borrowed(model::partsOf(m_engine), head);
    const auto found = query(search);
    if (!found && found.error().code != base::ErrorCode::AudioUnusable)
        return tl::unexpected(found.error());
    if (!found) {
        m_ranks.push_back(static_cast<int>(m_candidates.size(0)) + 1);
        return m_ranks.size() < m_searches.size();
    }
    const auto row = [&](const auto& values) {
        return at::tensor(at::ArrayRef<float>(values.data(), values.size())).unsqueeze(0);  // [1, E]
    };
    constexpr double kAnyTemperature = 1;  // ranks do not depend on it
    m_ranks.push_back(
        standingAmong(m_candidates, row(found->values()), row(search.picture), kAnyTemperature).ranks.front());
    return m_ranks.size() < m_searches.size();
}

}  // namespace saysee::training
