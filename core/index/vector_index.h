// Nearest neighbours among picture vectors.
#pragma once

#include "core/base/embedding.h"
#include "core/base/ids.h"
#include "core/base/task.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace saysee::index {

struct Hit {
    base::PhotoId photo;
    float score = 0;  // cosine, -1..1

    friend bool operator==(const Hit&, const Hit&) = default;
};

// Which photos a search may return. Sorted, unique. An absent filter admits all.
using IdFilter = std::vector<base::PhotoId>;

// What an index was made of; an index file whose stamp differs from the database's is rebuilt.
struct IndexStamp {
    base::SpaceId space;
    std::uint64_t generation = 0;  // counts changes of the embeddings table for this space
    std::uint64_t rows = 0;
    std::string library = {};  // at random: another library at the same place counts the same generations

    friend bool operator==(const IndexStamp&, const IndexStamp&) = default;
};

// Vectors of one space, kept in half precision. Not thread-safe: it belongs to the compute worker.
// Requires: every vector has the index's dimension and space (checked; error VersionMismatch otherwise).
class VectorIndex {
public:
    virtual ~VectorIndex() = default;
    [[nodiscard]] virtual const base::SpaceId& space() const = 0;
    [[nodiscard]] virtual int dimension() const = 0;
    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual std::string description() const = 0;  // "exact", "IVF1024 + exact re-ranking"

    // `vectors` is [ids.size(), dimension], rows of length 1. Replaces the vector of an id that is present.
    virtual base::Status upsert(std::span<const base::PhotoId> ids, std::span<const float> vectors) = 0;
    virtual base::Status erase(std::span<const base::PhotoId> ids) = 0;  // unknown ids are ignored

    // The `k` nearest, best first, ties by photo id; fewer when fewer are admitted. Scores are exact cosines of the
    // stored vectors; an approximate index may miss a neighbour, but never scores one differently.
    virtual base::Result<std::vector<Hit>> search(const base::Embedding& query, std::size_t k,
                                                  const IdFilter* filter = nullptr) const = 0;

    // Cosine of the query to each of these photos; photos without a vector are left out.
    virtual base::Result<std::vector<Hit>> score(const base::Embedding& query,
                                                 std::span<const base::PhotoId> photos) const = 0;

    // The vector of one photo, as stored. Error (NotFound) when it has none.
    [[nodiscard]] virtual base::Result<base::Embedding> vectorOf(base::PhotoId photo) const = 0;

    // About `count` photos picked by a hash of their ids, ascending; all when there are no more than that. An index
    // of the same photos gives the same sample.
    [[nodiscard]] virtual std::vector<base::PhotoId> sample(std::size_t count) const = 0;

    // Writes the whole index beside `file` and renames it into place. Errors: Io.
    virtual base::Status save(const std::filesystem::path& file, const IndexStamp& stamp) const = 0;
};

}  // namespace saysee::index
