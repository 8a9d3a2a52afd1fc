// Picture vectors of one space in the database: the truth behind every search index.
#pragma once

#include "core/base/embedding.h"
#include "core/base/ids.h"
#include "core/index/index_cache.h"

#include <optional>
#include <span>
#include <vector>

namespace saysee::store {
class Database;
class Statement;
}  // namespace saysee::store

namespace saysee::library {

// Threading and lifetime: as the Library it belongs to. Vectors of photos that are gone or unreadable are kept, but
// not given out; they count again when the photo comes back.
class Vectors : public index::VectorSource {
public:
    // A space that the library does not know yet is added by the first put().
    // Error (VersionMismatch): the space is stored with another dimension.
    static base::Result<Vectors> open(store::Database& database, const base::SpaceId& space, int dimension);

    base::Result<index::IndexStamp> stamp() override;
    [[nodiscard]] int dimension() const override { return m_dimension; }
    base::Result<std::vector<base::PhotoId>> ids() override;
    base::Status read(std::uint64_t afterGeneration, const Batch& batch) override;

    base::Result<std::optional<base::Embedding>> get(base::PhotoId photo);

    // Inserts or replaces. Error (VersionMismatch): another space or dimension.
    base::Status put(base::PhotoId photo, const base::Embedding& vector);
    // The vector of a photo with this content (32 bytes), if there is one: a copy needs no encoding.
    base::Result<std::optional<base::Embedding>> ofContent(std::string_view sha256);

private:
    Vectors(store::Database& database, base::SpaceId space, int dimension)
        : m_database(&database), m_space(std::move(space)), m_dimension(dimension)
    {
    }
    base::Result<std::int64_t> advance();  // counts the generation up and returns it, adding the space if need be
    base::Result<std::optional<base::Embedding>> first(store::Statement& rows);
    base::Result<std::int64_t> key();  // of the space in the database; 0: not there yet

    store::Database* m_database;
    base::SpaceId m_space;
    int m_dimension;
};

}  // namespace saysee::library
