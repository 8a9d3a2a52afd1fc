#include "core/eval/retrieval_metrics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

namespace saysee::eval {

namespace {

constexpr float kBelowAnyCosine = -2.0F;

// Candidates as columns, so that the scores of one query are sums of whole rows, which compilers vectorise.
class ScoreTable {
public:
    ScoreTable(const VectorTable& candidates, std::size_t dimension)
        : m_count(candidates.size()), m_columns(dimension * m_count, 0.0F), m_present(m_count, false)
    {
        for (std::size_t i = 0; i < m_count; ++i) {
            const auto row = candidates.row(i);
            m_present[i] = !row.empty();
            for (std::size_t j = 0; j < row.size(); ++j)
                m_columns[j * m_count + i] = row[j];
        }
    }

    [[nodiscard]] std::vector<float> scores(std::span<const float> query) const
    {
        std::vector<float> sums(m_count, query.empty() ? kBelowAnyCosine : 0.0F);
        for (std::size_t j = 0; j < query.size(); ++j)
            for (std::size_t i = 0; i < m_count; ++i)
                sums[i] += query[j] * m_columns[j * m_count + i];
        for (std::size_t i = 0; i < m_count; ++i)
            if (!m_present[i])
                sums[i] = kBelowAnyCosine;
        return sums;
    }

private:
    std::size_t m_count;
    std::vector<float> m_columns;  // [dimension, candidates]
    std::vector<bool> m_present;
};

std::vector<std::size_t> positionsIn(std::vector<float> scores, const std::vector<std::size_t>& right)
{
    std::vector<float> rightScores;
    for (const std::size_t i : right)
        rightScores.push_back(scores[i]);
    std::sort(rightScores.begin(), rightScores.end(), std::greater<>());
    std::sort(scores.begin(), scores.end(), std::greater<>());
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < rightScores.size(); ++i) {
        // All that score at least as much, less those right ones among them that come later.
        const auto atLeast = std::upper_bound(scores.begin(), scores.end(), rightScores[i], std::greater<>());
        const auto rightAtLeast =
            std::upper_bound(rightScores.begin(), rightScores.end(), rightScores[i], std::greater<>());
        const auto later = static_cast<std::size_t>(rightAtLeast - rightScores.begin()) - (i + 1);
        positions.push_back(static_cast<std::size_t>(atLeast - scores.begin()) - later);
    }
    return positions;
}

std::optional<std::size_t> commonDimension(const VectorTable& a, const VectorTable& b)
{
    std::size_t dimension = 0;
    for (const VectorTable* table : {&a, &b})
        for (std::size_t i = 0; i < table->size(); ++i) {
            const std::size_t own = table->row(i).size();
            if (own != 0 && dimension != 0 && own != dimension)
                return std::nullopt;
            dimension = std::max(dimension, own);
        }
    return dimension;
}

double ndcg10(const std::vector<std::size_t>& positions)
{
    constexpr std::size_t kDepth = 10;
    const auto gain = [](std::size_t position) { return 1.0 / std::log2(1.0 + static_cast<double>(position)); };
    double found = 0;
    double ideal = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (positions[i] <= kDepth)
            found += gain(positions[i]);
        if (i < kDepth)
            ideal += gain(i + 1);
    }
    return ideal > 0 ? found / ideal : 0;
}

double recallAt(const std::vector<std::size_t>& positions, std::size_t k)
{
    return positions.front() <= k ? 1.0 : 0.0;
}

double quantile(const std::vector<double>& ascending, double share)
{
    const double at = share * static_cast<double>(ascending.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, ascending.size() - 1);
    return ascending[low] + (at - static_cast<double>(low)) * (ascending[high] - ascending[low]);
}

}  // namespace

void VectorTable::add(const std::optional<base::Embedding>& vector)
{
    m_rows.emplace_back();
    if (vector)
        m_rows.back().assign(vector->values().begin(), vector->values().end());
}

base::Result<std::vector<std::vector<std::size_t>>> positionsOfRight(const VectorTable& queries,
                                                                     const VectorTable& candidates,
                                                                     std::span<const std::vector<std::size_t>> right)
{
    const auto dimension = commonDimension(queries, candidates);
    const auto fits = [&](const std::vector<std::size_t>& some) {
        return !some.empty()
            && std::all_of(some.begin(), some.end(), [&](std::size_t i) { return i < candidates.size(); });
    };
    if (!dimension || right.size() != queries.size() || !std::all_of(right.begin(), right.end(), fits))
        return base::fail(base::ErrorCode::InvalidArgument,
                          "Queries, candidates and the list of what belongs together do not fit each other.");
    const ScoreTable table(candidates, *dimension);
    std::vector<std::vector<std::size_t>> positions;
    for (std::size_t i = 0; i < queries.size(); ++i)
        positions.push_back(positionsIn(table.scores(queries.row(i)), right[i]));
    return positions;
}

nlohmann::json toJson(const Interval& interval)
{
    return {{"value", interval.value}, {"low", interval.low}, {"high", interval.high}};
}

Interval bootstrapMean(std::span<const double> values, std::span<const std::size_t> groups,
                       const BootstrapOptions& options)
{
    struct Group {
        double sum = 0;
        double count = 0;
    };
    std::map<std::size_t, Group> byKey;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Group& group = byKey[groups.empty() ? i : groups[i]];
        group.sum += values[i];
        group.count += 1;
    }
    std::vector<Group> all;
    Group whole;
    for (const auto& [key, group] : byKey) {
        all.push_back(group);
        whole.sum += group.sum;
        whole.count += group.count;
    }
    if (all.empty() || options.resamples < 1)
        return {};
    std::mt19937 random(options.seed);
    std::vector<double> means;
    for (int i = 0; i < options.resamples; ++i) {
        Group drawn;
        for (std::size_t j = 0; j < all.size(); ++j) {
            const Group& group = all[random() % all.size()];
            drawn.sum += group.sum;
            drawn.count += group.count;
        }
        means.push_back(drawn.sum / drawn.count);
    }
    std::sort(means.begin(), means.end());
    const double outside = (1.0 - options.confidence) / 2;
    return {whole.sum / whole.count, quantile(means, outside), quantile(means, 1.0 - outside)};
}

RetrievalMetrics summarise(std::span<const std::vector<std::size_t>> positions, std::size_t candidates,
                           std::span<const std::size_t> groups, const BootstrapOptions& options)
{
    const auto interval = [&](const std::function<double(const std::vector<std::size_t>&)>& measure) {
        std::vector<double> values;
        std::transform(positions.begin(), positions.end(), std::back_inserter(values), measure);
        return bootstrapMean(values, groups, options);
    };
    RetrievalMetrics metrics;
    metrics.queries = positions.size();
    metrics.candidates = candidates;
    metrics.recall1 = interval([](const auto& some) { return recallAt(some, 1); });
    metrics.recall5 = interval([](const auto& some) { return recallAt(some, 5); });
    metrics.recall10 = interval([](const auto& some) { return recallAt(some, 10); });
    metrics.reciprocalRank = interval([](const auto& some) { return 1.0 / static_cast<double>(some.front()); });
    metrics.ndcg10 = interval(ndcg10);
    std::vector<double> firsts;
    for (const auto& some : positions)
        firsts.push_back(static_cast<double>(some.front()));
    std::sort(firsts.begin(), firsts.end());
    metrics.medianPosition = firsts.empty() ? 0 : quantile(firsts, 0.5);
    return metrics;
}

Interval recallDifference(std::span<const std::vector<std::size_t>> a, std::span<const std::vector<std::size_t>> b,
                          std::size_t k, std::span<const std::size_t> groups, const BootstrapOptions& options)
{
    std::vector<double> differences;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        differences.push_back(recallAt(a[i], k) - recallAt(b[i], k));
    return bootstrapMean(differences, groups, options);
}

}  // namespace saysee::eval
