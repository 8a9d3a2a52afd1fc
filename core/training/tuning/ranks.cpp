#include "core/training/tuning/ranks.h"

#include <algorithm>
#include <limits>

namespace saysee::training {
namespace {

constexpr std::size_t kTextsAtOnce = 2;  // about 20 ms of CLIP ViT-B on two cores
constexpr std::size_t kTextsAtOnceElsewhere = 64;  // on a device other than the CPU
constexpr double kEqual = 1e-5;  // of a cosine: the same picture

}  // namespace

Standing standingAmong(const at::Tensor& candidates, const at::Tensor& queries, const at::Tensor& pictures,
                       double temperature)
{
    const at::NoGradGuard noGrad;
    const at::Tensor own = (queries * pictures).sum(1, true);  // [B, 1]
    const at::Tensor same = at::matmul(pictures, candidates.t()).gt(1 - kEqual);  // [B, M]
    const at::Tensor others =
        at::matmul(queries, candidates.t()).masked_fill(same, -std::numeric_limits<float>::infinity());  // [B, M]
    const at::Tensor notWorse = others.ge(own).sum(1).cpu();
    const at::Tensor all = at::cat({own, others}, 1) / temperature;
    Standing standing;
    standing.logLikelihood = (own.squeeze(1) / temperature - at::logsumexp(all, 1)).sum().item<double>();
    for (std::int64_t row = 0; row < notWorse.size(0); ++row)
        standing.ranks.push_back(1 + notWorse[row].item<int>());
    return standing;
}

RankMeasure::RankMeasure(const FeatureReader& reader, std::vector<std::int64_t> rows, at::Tensor candidates,
                         double temperature, at::Device device)
    : m_reader(reader), m_rows(std::move(rows)), m_candidates(std::move(candidates)), m_temperature(temperature),
      m_device(device)
{
}

bool RankMeasure::advance(const model::Head& head, const model::ClipText& text)
{
    const at::NoGradGuard noGrad;
    const std::size_t first = done();
    const std::size_t count =
        std::min(m_device.is_cpu() ? kTextsAtOnce : kTextsAtOnceElsewhere, m_rows.size() - first);
    if (count == 0)
        return false;
    const FeatureBatch batch = m_reader.batch(std::span(m_rows).subspan(first, count), m_device);
    const Standing standing =
        standingAmong(m_candidates, runHead(head, text, batch).fused, batch.pictures, m_temperature);
    m_standing.ranks.insert(m_standing.ranks.end(), standing.ranks.begin(), standing.ranks.end());
    m_standing.logLikelihood += standing.logLikelihood;
    return done() < m_rows.size();
}

double RankMeasure::meanLogLikelihood() const
{
    return m_standing.logLikelihood / static_cast<double>(std::max<std::size_t>(1, done()));
}

double recallAt(const std::vector<int>& ranks, int top)
{
    if (ranks.empty())
        return 0;
    return static_cast<double>(std::count_if(ranks.begin(), ranks.end(), [&](int rank) { return rank <= top; }))
        / static_cast<double>(ranks.size());
}

}  // namespace saysee::training
