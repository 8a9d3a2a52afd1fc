// Where the right photo comes among all photos, a few queries at a time.
#pragma once

#include "core/training/objective/head_objective.h"

#include <vector>

namespace saysee::training {

// How the right photos of some queries stand among all candidates. Candidates equal to the right one are not counted
// against it: photos described twice are stored twice.
struct Standing {
    std::vector<int> ranks;  // 1 is best
    double logLikelihood = 0;  // sum over the queries of the right photo's, by softmax at the temperature
};

// queries, pictures [B, E]; candidates [M, E]; all of length 1.
[[nodiscard]] Standing standingAmong(const at::Tensor& candidates, const at::Tensor& queries,
                                     const at::Tensor& pictures, double temperature);

class RankMeasure {
public:
    // Ranks the descriptions `rows` of `reader` among `candidates` [M, E], on the device.
    RankMeasure(const FeatureReader& reader, std::vector<std::int64_t> rows, at::Tensor candidates,
                double temperature, at::Device device);

    // Does a few rows. False when all ranks are known.
    bool advance(const model::Head& head, const model::ClipText& text);
    [[nodiscard]] const std::vector<int>& ranks() const { return m_standing.ranks; }
    // Of a query's right photo, the mean so far.
    [[nodiscard]] double meanLogLikelihood() const;
    [[nodiscard]] std::size_t done() const { return m_standing.ranks.size(); }
    [[nodiscard]] std::size_t total() const { return m_rows.size(); }

private:
    const FeatureReader& m_reader;
    std::vector<std::int64_t> m_rows;
    at::Tensor m_candidates;
    double m_temperature;
    at::Device m_device;
    Standing m_standing;
};

[[nodiscard]] double recallAt(const std::vector<int>& ranks, int top);

}  // namespace saysee::training
