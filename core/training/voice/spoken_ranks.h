// Where the right photo comes when a person searches, with any head: the engine's own way from clip to query.
#pragma once

#include "core/model/runtime/engine_parts.h"
#include "core/training/tune_trainer.h"

#include <string>
#include <vector>

namespace saysee::training {

class SpokenRanks {
public:
    // Ranks `searches` among `candidates` [M, E]; all must outlive it.
    SpokenRanks(model::Engine& engine, const TuneRequest& request, std::vector<const TunePair*> searches,
                const at::Tensor& candidates);

    // Does one search; false when all ranks are known. The head is the engine's for as long as this takes. A
    // recording in which nobody speaks finds nothing: it comes behind all candidates. Errors: those of reading and of
    // the engine.
    base::Result<bool> advance(const model::Head& head);
    [[nodiscard]] const std::vector<int>& ranks() const { return m_ranks; }  // 1 is best
    [[nodiscard]] std::size_t total() const { return m_searches.size(); }

private:
    base::Result<base::Embedding> query(const TunePair& search);

    model::Engine& m_engine;
    const TuneRequest& m_request;
    std::vector<const TunePair*> m_searches;
    const at::Tensor& m_candidates;
    std::vector<int> m_ranks;
};

}  // namespace saysee::training
