// How fast and how exact the index is on this machine: what `saysee bench index` prints.
#pragma once

#include "core/index/index_cache.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace saysee::index {

struct IndexBenchOptions {
    std::size_t vectors = 100'000;
    int dimension = 512;
    int queries = 100;
    std::size_t k = 10;
    double filterShare = 0.01;  // of the photos that the filtered search admits
    std::uint32_t seed = 1;  // of the vectors: `vectors / 100` clusters, queries near their members
    IndexOptions index;
};

struct IndexBenchReport {
    std::string description;  // what the index is: "exact", "IVF 2048"
    double buildSeconds = 0;
    double buildProcessorSeconds = 0;  // of all threads
    double saveSeconds = 0;
    double openSeconds = 0;  // of the cache file just written, checksums included
    double queryMedianMs = 0;
    double query95Ms = 0;
    double queryProcessorMs = 0;  // of one search, all threads together; the mean
    double recall = 0;  // at k, against plain exact search over the same stored vectors
    double filteredMedianMs = 0;
    double filteredProcessorMs = 0;
    double filteredRecall = 0;
    double upsertMedianMs = 0;  // one photo
    double eraseMedianMs = 0;
    double faissFlatMedianMs = 0;  // FAISS IndexFlatIP, single precision; 0 above 200,000 vectors, for its memory
    std::uint64_t residentBytes = 0;  // growth of the process's resident memory by the index
    std::uint64_t peakBytes = 0;  // the same at its highest, while it was built
};

base::Result<IndexBenchReport> benchIndex(const IndexBenchOptions& options, const base::TaskContext& task = {});

[[nodiscard]] nlohmann::json toJson(const IndexBenchReport& report);

}  // namespace saysee::index
