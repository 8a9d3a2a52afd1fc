#include "core/training/tuning/ranks.h"

#include <algorithm>

namespace saysee::training {
namespace {

constexpr std::size_t kRowsAtOnce = 8;
constexpr double kEqual = 1e-5;  // of a cosine: the same picture

}  // namespace

RankMeasure::RankMeasure(const FeatureReader& reader, std::vector<std::int64_t> rows, const at::Tensor& gallery,
                         at::Device device)
    : m_reader(reader), m_rows(std::move(rows)), m_candidates(reader.features().pictures), m_device(device)
{
    if (gallery.defined())
        m_candidates = at::cat({m_candidates, gallery});
    m_candidates = m_candidates.to(device);
}

bool RankMeasure::advance(const model::Head& head, const model::ClipText& text)
{
    const at::NoGradGuard noGrad;
    const std::size_t first = m_ranks.size();
    const std::size_t count = std::min(kRowsAtOnce, m_rows.size() - first);
    if (count == 0)
        return false;
    const FeatureBatch batch = m_reader.batch(std::span(m_rows).subspan(first, count), m_device);
    const at::Tensor queries = runHead(head, text, batch).fused;  // [B, E]
    const at::Tensor scores = at::matmul(queries, m_candidates.t());  // [B, M]
    const at::Tensor own = (queries * batch.pictures).sum(1, true);  // [B, 1]
    const at::Tensor same = at::matmul(batch.pictures, m_candidates.t()).gt(1 - kEqual);  // [B, M]
    const at::Tensor better = scores.ge(own).logical_and(same.logical_not()).sum(1).cpu();
    for (std::int64_t row = 0; row < better.size(0); ++row)
        m_ranks.push_back(1 + better[row].item<int>());
    return m_ranks.size() < m_rows.size();
}

double recallAt(const std::vector<int>& ranks, int top)
{
    if (ranks.empty())
        return 0;
    return static_cast<double>(std::count_if(ranks.begin(), ranks.end(), [&](int rank) { return rank <= top; }))
        / static_cast<double>(ranks.size());
}

}  // namespace saysee::training
