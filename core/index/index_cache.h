// The index as a file: a cache of the database's vectors that opens in milliseconds and can be deleted at any time.
#pragma once

#include "core/index/vector_index.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace saysee::index {

struct IndexOptions {
    // Up to so many photos every search looks at every vector: 200,000 take about 10 ms on two laptop-class cores.
    std::size_t exactLimit = 200'000;
    int threads = 2;  // of one search; the scan is bound by memory, more cores bring little
};

// An empty index: exact; it becomes an approximate one when it is rebuilt above options.exactLimit.
std::unique_ptr<VectorIndex> createExactIndex(base::SpaceId space, int dimension, const IndexOptions& options = {});

// The truth behind an index: the embeddings of one space in the database. Implemented by core/library.
class VectorSource {
public:
    virtual ~VectorSource() = default;
    virtual base::Result<IndexStamp> stamp() = 0;
    [[nodiscard]] virtual int dimension() const = 0;

    // Every photo that has a vector, ascending.
    virtual base::Result<std::vector<base::PhotoId>> ids() = 0;

    // Calls `batch` with vectors of length 1, [ids.size(), dimension], ids ascending over all calls: those written
    // by a generation above `afterGeneration`, 0 for all. Stops at the first error that `batch` returns.
    using Batch = std::function<base::Status(std::span<const base::PhotoId> ids, std::span<const float> vectors)>;
    virtual base::Status read(std::uint64_t afterGeneration, const Batch& batch) = 0;
};

enum class RefreshPlan {
    Load,  // the file says what the database says
    Update,  // the same space, older: erase and upsert the difference
    Rebuild  // no usable file, another space or library, a database that went back, or mostly different rows
};

// Pure. `file` is empty when there is no file or it is damaged.
[[nodiscard]] RefreshPlan planRefresh(const std::optional<IndexStamp>& file, const IndexStamp& truth,
                                      const IndexOptions& options = {});

struct OpenedIndex {
    std::unique_ptr<VectorIndex> index;
    IndexStamp stamp;  // equals the source's
    RefreshPlan done = RefreshPlan::Load;
    std::string reason;  // why the file was not used as it is, for the log; empty for Load
};

// Opens `file`, brings it up to date with `source` and saves what changed; a file that cannot be written is no error.
// Progress phases: "Updating the search index", "Building the search index". Can be stopped.
base::Result<OpenedIndex> openIndex(const std::filesystem::path& file, VectorSource& source,
                                    const IndexOptions& options = {}, const base::TaskContext& task = {});

}  // namespace saysee::index
