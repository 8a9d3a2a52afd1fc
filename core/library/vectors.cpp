#include "core/library/vectors.h"

#include "core/base/half.h"
#include "core/store/database.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace saysee::library {

using base::Embedding;
using base::ErrorCode;
using base::fail;
using base::PhotoId;
using base::Result;
using base::Status;
using store::Blob;

static_assert(std::endian::native == std::endian::little, "vectors are stored as little-endian numbers");

namespace {

// Vectors given to a batch at once: 1 MB at 512 dimensions.
constexpr std::size_t kBatchRows = 512;

// Appends the vector, scaled to length 1 again: half precision leaves it off by up to 0.1 %.
Status append(std::span<const std::byte> blob, int dimension, std::vector<float>& out)
{
    const auto size = static_cast<std::size_t>(dimension);
    if (blob.size() != size * sizeof(std::uint16_t))
        return fail(ErrorCode::Corrupt, "A vector in the library has the wrong length; run `saysee index verify`.");
    float sum = 0;
    const std::size_t start = out.size();
    out.resize(start + size);
    for (std::size_t i = 0; i < size; ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, blob.data() + i * sizeof half, sizeof half);
        out[start + i] = base::fromHalf(half);
        sum += out[start + i] * out[start + i];
    }
    const float scale = 1.0F / std::sqrt(sum);
    if (!std::isfinite(scale))
        return fail(ErrorCode::Corrupt, "A vector in the library is no vector; run `saysee index verify`.");
    for (std::size_t i = start; i < out.size(); ++i)
        out[i] *= scale;
    return {};
}

}  // namespace

Result<Vectors> Vectors::open(store::Database& database, const base::SpaceId& space, int dimension)
{
    SAYSEE_ASSIGN(const std::int64_t stored,
                  database.integer("SELECT dimension FROM spaces WHERE name = ?", {space.value}));
    if (stored != 0 && stored != dimension)
        return fail(ErrorCode::VersionMismatch, "The library's vectors were made by another model; index it again.",
                    "space " + space.value + " has dimension " + std::to_string(stored));
    return Vectors(database, space, dimension);
}

Result<std::int64_t> Vectors::key()
{
    return m_database->integer("SELECT id FROM spaces WHERE name = ?", {m_space.value});
}

Result<std::int64_t> Vectors::advance()
{
    return m_database->integer("INSERT INTO spaces (name, dimension, generation) VALUES (?, ?, 1) "
                               "ON CONFLICT (name) DO UPDATE SET generation = generation + 1 RETURNING generation",
                               {m_space.value, m_dimension});
}

Result<index::IndexStamp> Vectors::stamp()
{
    SAYSEE_ASSIGN(auto snapshot, store::Transaction::begin(*m_database, store::TransactionKind::Read));
    index::IndexStamp stamp {m_space, 0, 0, {}};
    SAYSEE_ASSIGN(auto library, m_database->prepare("SELECT value FROM meta WHERE key = 'library_id'"));
    SAYSEE_ASSIGN(const bool named, library.next());
    if (named)
        stamp.library = library.text(0);
    SAYSEE_ASSIGN(const std::int64_t generation,
                  m_database->integer("SELECT generation FROM spaces WHERE name = ?", {m_space.value}));
    SAYSEE_ASSIGN(const std::int64_t space, key());
    SAYSEE_ASSIGN(const std::int64_t all,
                  m_database->integer("SELECT count(*) FROM embeddings WHERE space_id = ?", {space}));
    SAYSEE_ASSIGN(const std::int64_t hidden,
                  m_database->integer("SELECT count(*) FROM embeddings WHERE space_id = ? AND photo_id IN "
                                      "(SELECT id FROM photos WHERE state <> 0)",
                                      {space}));
    stamp.generation = static_cast<std::uint64_t>(generation);
    stamp.rows = static_cast<std::uint64_t>(all - hidden);
    return stamp;
}

Result<std::vector<PhotoId>> Vectors::ids()
{
    SAYSEE_ASSIGN(const std::int64_t space, key());
    SAYSEE_ASSIGN(auto rows,
                  m_database->prepare("SELECT photo_id FROM embeddings WHERE space_id = ? AND photo_id NOT IN "
                                      "(SELECT id FROM photos WHERE state <> 0) ORDER BY photo_id"));
    rows.bind({space});
    std::vector<PhotoId> ids;
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (!found)
            return ids;
        ids.push_back(PhotoId {rows.integer(0)});
    }
}

Status Vectors::read(std::uint64_t afterGeneration, const Batch& batch)
{
    SAYSEE_ASSIGN(const std::int64_t space, key());
    SAYSEE_ASSIGN(auto rows,
                  m_database->prepare("SELECT photo_id, vector FROM embeddings WHERE space_id = ? AND generation > ? "
                                      "AND photo_id NOT IN (SELECT id FROM photos WHERE state <> 0) "
                                      "ORDER BY photo_id"));
    rows.bind({space, static_cast<std::int64_t>(afterGeneration)});
    std::vector<PhotoId> ids;
    std::vector<float> values;  // [ids.size(), dimension]
    values.reserve(kBatchRows * static_cast<std::size_t>(m_dimension));
    while (true) {
        SAYSEE_ASSIGN(const bool found, rows.next());
        if (ids.size() == kBatchRows || (!found && !ids.empty())) {
            SAYSEE_TRY(batch(ids, values));
            ids.clear();
            values.clear();
        }
        if (!found)
            return {};
        ids.push_back(PhotoId {rows.integer(0)});
        SAYSEE_TRY(append(rows.blob(1), m_dimension, values));
    }
}

Result<std::optional<Embedding>> Vectors::get(PhotoId photo)
{
    SAYSEE_ASSIGN(const std::int64_t space, key());
    SAYSEE_ASSIGN(auto rows,
                  m_database->prepare("SELECT vector FROM embeddings WHERE space_id = ? AND photo_id = ?"));
    return first(rows.bind({space, photo.value}));
}

Result<std::optional<Embedding>> Vectors::ofContent(std::string_view sha256)
{
    SAYSEE_ASSIGN(const std::int64_t space, key());
    SAYSEE_ASSIGN(auto rows,
                  m_database->prepare("SELECT vector FROM embeddings WHERE space_id = ? AND photo_id IN "
                                      "(SELECT id FROM photos WHERE sha256 = ?) LIMIT 1"));
    return first(rows.bind({space, Blob(sha256)}));
}

// The vector in the first row, if there is one.
Result<std::optional<Embedding>> Vectors::first(store::Statement& rows)
{
    SAYSEE_ASSIGN(const bool found, rows.next());
    if (!found)
        return std::nullopt;
    std::vector<float> values;
    SAYSEE_TRY(append(rows.blob(0), m_dimension, values));
    SAYSEE_ASSIGN(Embedding vector, Embedding::normalised(std::move(values), m_space));
    return vector;
}

Status Vectors::put(PhotoId photo, const Embedding& vector)
{
    if (vector.space() != m_space || vector.dimension() != static_cast<std::size_t>(m_dimension))
        return fail(ErrorCode::VersionMismatch,
                    "A vector of another model was to be stored; index the library again.");
    std::vector<std::uint16_t> halves(vector.dimension());
    base::toHalf(vector.values(), halves);
    SAYSEE_ASSIGN(auto transaction, store::Transaction::begin(*m_database));
    SAYSEE_ASSIGN(const std::int64_t generation, advance());
    SAYSEE_ASSIGN(const std::int64_t space, key());
    SAYSEE_ASSIGN(auto insert,
                  m_database->prepare("INSERT INTO embeddings (space_id, photo_id, generation, vector) "
                                      "VALUES (?, ?, ?, ?) ON CONFLICT (space_id, photo_id) DO UPDATE "
                                      "SET generation = excluded.generation, vector = excluded.vector"));
    SAYSEE_TRY(insert.bind({space, photo.value, generation, Blob(std::as_bytes(std::span(halves)))}).run());
    return transaction.commit();
}

}  // namespace saysee::library
