#include "core/training/early_stopping.h"

#include <cmath>

namespace saysee::training {

EarlyStopping::Verdict EarlyStopping::update(std::int64_t step, double score)
{
    if (!std::isnan(score) && (!m_best || score > m_best->score + m_margin)) {
        m_best = Best {step, score};
        m_waited = 0;
        return Verdict::Better;
    }
    return ++m_waited > m_patience ? Verdict::Stop : Verdict::Wait;
}

void EarlyStopping::restore(std::optional<Best> best, int waited)
{
    m_best = best;
    m_waited = waited;
}

}  // namespace saysee::training
