#include "core/search/label_queue.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace saysee::search {
namespace {

class Planner {
public:
    Planner(std::span<const LabelCandidate> candidates, const LabelQueueOptions& options)
        : m_candidates(candidates), m_options(options), m_covered(candidates.size(), -1.0F)
    {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            m_rowOf.emplace(candidates[i].photo, i);
            if (candidates[i].described)
                cover(i);
        }
    }

    void addFailed(std::span<const FailedSearch> failed)
    {
        for (const FailedSearch& search : failed) {
            for (const base::PhotoId photo : search.nearest) {
                const auto row = m_rowOf.find(photo);
                if (row != m_rowOf.end() && offer(row->second, LabelReason::FailedSearch, search.text))
                    break;
            }
        }
    }

    void addConfusable()
    {
        std::vector<float> best(m_candidates.size(), -1.0F);
        for (std::size_t i = 0; i < m_candidates.size(); ++i)
            for (std::size_t j = i + 1; j < m_candidates.size(); ++j) {
                const auto likeness =
                    cosineFrom(m_options.nearlyAlike, m_candidates[i].vector, m_candidates[j].vector);
                if (!likeness || *likeness >= m_options.alike)
                    continue;
                best[i] = std::max(best[i], *likeness);
                best[j] = std::max(best[j], *likeness);
            }
        std::vector<std::pair<float, std::size_t>> nearest;
        for (std::size_t i = 0; i < m_candidates.size(); ++i)
            if (best[i] >= m_options.nearlyAlike)
                nearest.emplace_back(best[i], i);
        std::sort(nearest.begin(), nearest.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        std::size_t added = 0;
        for (const auto& [likeness, row] : nearest)
            if (added < m_options.confusable && offer(row, LabelReason::Confusable, {}))
                ++added;
    }

    void addCoverage()
    {
        while (m_queue.size() < m_options.count) {
            std::size_t farthest = m_candidates.size();
            float least = std::numeric_limits<float>::max();
            for (std::size_t i = 0; i < m_candidates.size(); ++i)
                if (mayOffer(i) && m_covered[i] < least) {
                    least = m_covered[i];
                    farthest = i;
                }
            if (farthest == m_candidates.size())
                return;
            offer(farthest, LabelReason::Coverage, {});
        }
    }

    std::vector<LabelItem> take() { return std::move(m_queue); }

private:
    [[nodiscard]] bool mayOffer(std::size_t row) const { return m_covered[row] < m_options.alike; }

    bool offer(std::size_t row, LabelReason reason, const std::string& detail)
    {
        if (m_queue.size() >= m_options.count || !mayOffer(row))
            return false;
        m_queue.push_back({m_candidates[row].photo, reason, detail});
        cover(row);
        return true;
    }

    // From now on everything is measured against this photo, too; itself it has a cosine of 1.
    void cover(std::size_t row)
    {
        for (std::size_t i = 0; i < m_candidates.size(); ++i)
            m_covered[i] = std::max(m_covered[i], cosine(m_candidates[i].vector, m_candidates[row].vector));
        m_covered[row] = 1.0F;
    }

    std::span<const LabelCandidate> m_candidates;
    const LabelQueueOptions& m_options;
    std::unordered_map<base::PhotoId, std::size_t> m_rowOf;
    std::vector<float> m_covered;  // cosine to the nearest photo that was described or queued
    std::vector<LabelItem> m_queue;
};

}  // namespace

std::vector<LabelItem> planLabelQueue(std::span<const LabelCandidate> candidates,
                                      std::span<const FailedSearch> failed, const LabelQueueOptions& options)
{
    Planner planner(candidates, options);
    planner.addFailed(failed);
    planner.addConfusable();
    planner.addCoverage();
    return planner.take();
}

std::string describe(const LabelItem& item)
{
    switch (item.reason) {
    case LabelReason::FailedSearch:
        return "Somebody looked for \"" + item.detail + "\" and found nothing.";
    case LabelReason::Confusable:
        return "The model can hardly tell it from another photo.";
    case LabelReason::Coverage:
        break;
    }
    return "Nothing like it has been described yet.";
}

std::vector<std::size_t> suspiciousPairs(std::span<const std::size_t> ranks)
{
    constexpr std::size_t kFewest = 8;
    constexpr std::size_t kNeverAbove = 10;
    constexpr std::size_t kFactor = 10;
    if (ranks.size() < kFewest)
        return {};
    const auto depth = [&](std::size_t position) {
        return ranks[position] == 0 ? std::numeric_limits<std::size_t>::max() : ranks[position];
    };
    std::vector<std::size_t> order(ranks.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return depth(a) > depth(b); });
    const std::size_t median = depth(order[order.size() / 2]);
    if (median > std::numeric_limits<std::size_t>::max() / kFactor)
        return {};  // most pairs are not found at all: the model, not the pairs, is to blame
    const std::size_t limit = std::max(kNeverAbove, kFactor * median);
    std::erase_if(order, [&](std::size_t position) { return depth(position) <= limit; });
    return order;
}

}  // namespace saysee::search
