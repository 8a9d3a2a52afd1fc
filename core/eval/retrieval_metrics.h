// How well queries find what belongs to them: recall, reciprocal rank and nDCG, with bootstrap intervals. Pure.
//
// Protocol of the spoken-caption literature (BrewCLIP's code, SpeechCLIP): pictures are unique, every utterance is a
// query of its own; speech to picture is right when its picture is among the best k, picture to speech when any of
// its utterances is.
#pragma once

#include "core/base/embedding.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <vector>

namespace saysee::eval {

// Vectors of one side, some of which may be missing: a clip in which no words were found has no words vector.
class VectorTable {
public:
    void add(const std::optional<base::Embedding>& vector);
    void add(const base::Embedding& vector) { add(std::optional(vector)); }

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    // Empty for a missing one.
    [[nodiscard]] std::span<const float> row(std::size_t i) const { return m_rows[i]; }

private:
    std::vector<std::vector<float>> m_rows;
};

// For each query the positions, from 1, at which its right candidates come, ascending. Equal scores count against the
// right one; a missing vector comes last. `right[q]` are indices of candidates, at least one.
// Error (InvalidArgument): sizes that do not fit, vectors of different dimensions, a query without a right candidate.
base::Result<std::vector<std::vector<std::size_t>>> positionsOfRight(const VectorTable& queries,
                                                                     const VectorTable& candidates,
                                                                     std::span<const std::vector<std::size_t>> right);

struct Interval {
    double value = 0;
    double low = 0;
    double high = 0;
};

[[nodiscard]] nlohmann::json toJson(const Interval& interval);

struct BootstrapOptions {
    int resamples = 1000;
    double confidence = 0.95;
    std::uint32_t seed = 1;
};

// Mean of `values` with a percentile interval. Values of one group (the queries about one picture, which are not
// independent) are drawn together: groups[i] is the group of values[i]; empty: each its own. Deterministic.
[[nodiscard]] Interval bootstrapMean(std::span<const double> values, std::span<const std::size_t> groups,
                                     const BootstrapOptions& options = {});

struct RetrievalMetrics {
    std::size_t queries = 0;
    std::size_t candidates = 0;
    Interval recall1, recall5, recall10;  // shares, 0..1
    Interval reciprocalRank;  // mean of 1 / position of the first right one
    Interval ndcg10;  // binary relevance, discount 1 / log2(1 + position)
    double medianPosition = 0;  // of the first right one
};

[[nodiscard]] RetrievalMetrics summarise(std::span<const std::vector<std::size_t>> positions, std::size_t candidates,
                                         std::span<const std::size_t> groups, const BootstrapOptions& options = {});

// Recall at k of a minus that of b on the same queries, as a paired bootstrap: an interval without 0 is a difference.
[[nodiscard]] Interval recallDifference(std::span<const std::vector<std::size_t>> a,
                                        std::span<const std::vector<std::size_t>> b, std::size_t k,
                                        std::span<const std::size_t> groups, const BootstrapOptions& options = {});

}  // namespace saysee::eval
