// Where the right photo comes among all photos, a few queries at a time.
#pragma once

#include "core/training/objective/head_objective.h"

#include <vector>

namespace saysee::training {

class RankMeasure {
public:
    // Ranks the descriptions `rows` of `reader` among its pictures and `gallery` [G, E] (may be undefined). Pictures
    // equal to the right one are not counted against it: photos described twice are stored twice.
    RankMeasure(const FeatureReader& reader, std::vector<std::int64_t> rows, const at::Tensor& gallery,
                at::Device device);

    // Does a few rows. False when all ranks are known.
    bool advance(const model::Head& head, const model::ClipText& text);
    [[nodiscard]] const std::vector<int>& ranks() const { return m_ranks; }
    [[nodiscard]] std::size_t done() const { return m_ranks.size(); }
    [[nodiscard]] std::size_t total() const { return m_rows.size(); }

private:
    const FeatureReader& m_reader;
    std::vector<std::int64_t> m_rows;
    at::Tensor m_candidates;  // [M + G, E]
    at::Device m_device;
    std::vector<int> m_ranks;
};

[[nodiscard]] double recallAt(const std::vector<int>& ranks, int top);

}  // namespace saysee::training
