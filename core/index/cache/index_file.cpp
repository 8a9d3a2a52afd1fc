#include "core/index/cache/index_file.h"

#include "core/base/atomic_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace saysee::index {

namespace {

constexpr std::uint64_t kMagic = 0x5845444e49535953U;  // "SYSINDEX" on a little-endian machine
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kAlignment = 4096;

enum Part { kIds, kStarts, kCentroids, kRows, kParts };

// All fields in the machine's own order: a file from another kind of machine fails at the magic number.
struct Header {
    std::uint64_t magic = kMagic;
    std::uint32_t version = kVersion;
    std::uint32_t dimension = 0;
    std::uint64_t rows = 0;
    std::uint64_t lists = 0;
    std::uint64_t generation = 0;
    std::uint64_t stampedRows = 0;
    std::array<char, 128> space = {};  // ends with a zero
    std::array<char, 64> library = {};  // ends with a zero
    std::array<std::uint64_t, kParts> checksums = {};
    std::uint64_t checksum = 0;  // of everything above
};
static_assert(sizeof(Header) == 48 + 128 + 64 + 8 * kParts + 8, "no padding, so that its bytes are all known");

std::uint64_t checksumOf(const Header& header) { return XXH3_64bits(&header, offsetof(Header, checksum)); }

struct Layout {
    std::array<std::size_t, kParts> sizes = {};
    std::array<std::size_t, kParts> begins = {};
    std::size_t total = 0;
};

Layout layoutOf(const Header& header)
{
    Layout layout;
    layout.sizes = {header.rows * sizeof(base::PhotoId),
                    header.lists == 0 ? 0 : (header.lists + 1) * sizeof(std::uint32_t),
                    header.lists * header.dimension * sizeof(std::uint16_t),
                    header.rows * header.dimension * sizeof(std::uint16_t)};
    layout.total = kAlignment;
    for (std::size_t part = 0; part < kParts; ++part) {
        layout.begins[part] = layout.total;
        layout.total += (layout.sizes[part] + kAlignment - 1) / kAlignment * kAlignment;
    }
    return layout;
}

// The rows' checksum.
base::Result<std::uint64_t> writeRows(base::AtomicFile& file, const RowStore& rows, std::span<const Row> order,
                                      std::size_t begin)
{
    constexpr std::size_t kTogether = 1024;
    const std::size_t dimension = rows.dimension();
    XXH3_state_t state;
    XXH3_64bits_reset(&state);
    std::vector<std::uint16_t> block;
    for (std::size_t i = 0; i < order.size(); i += kTogether) {
        block.clear();
        for (const Row row : order.subspan(i, std::min(kTogether, order.size() - i)))
            block.insert(block.end(), rows.at(row), rows.at(row) + dimension);
        const std::size_t size = block.size() * sizeof(block[0]);
        XXH3_64bits_update(&state, block.data(), size);
        SAYSEE_TRY(file.writeAt(block.data(), size, begin + i * dimension * sizeof(block[0])));
    }
    return XXH3_64bits_digest(&state);
}

}  // namespace

base::Status writeIndexFile(const std::filesystem::path& file, const IndexStamp& stamp, const RowStore& rows,
                            std::span<const Row> order, const Partition* partition)
{
    Header header;
    header.dimension = static_cast<std::uint32_t>(rows.dimension());
    header.rows = order.size();
    header.lists = partition != nullptr ? partition->lists() : 0;
    header.generation = stamp.generation;
    header.stampedRows = stamp.rows;
    if (stamp.space.value.size() >= header.space.size() || stamp.library.size() >= header.library.size())
        return base::fail(base::ErrorCode::Internal,
                          "The name of the embedding space or library is too long for an index file.");
    std::copy(stamp.space.value.begin(), stamp.space.value.end(), header.space.begin());
    std::copy(stamp.library.begin(), stamp.library.end(), header.library.begin());
    const Layout layout = layoutOf(header);

    SAYSEE_ASSIGN(base::AtomicFile output, base::AtomicFile::create(file));
    const auto write = [&](Part part, const void* data) {
        header.checksums[part] = XXH3_64bits(data, layout.sizes[part]);
        return output.writeAt(data, layout.sizes[part], layout.begins[part]);
    };
    std::vector<base::PhotoId> ids(order.size());
    std::transform(order.begin(), order.end(), ids.begin(), [&](Row row) { return rows.idAt(row); });
    SAYSEE_TRY(write(kIds, ids.data()));
    if (partition != nullptr) {
        SAYSEE_TRY(write(kStarts, partition->starts.data()));
        SAYSEE_TRY(write(kCentroids, partition->centroids.data()));
    }
    SAYSEE_ASSIGN(header.checksums[kRows], writeRows(output, rows, order, layout.begins[kRows]));
    header.checksum = checksumOf(header);
    SAYSEE_TRY(output.writeAt(&header, sizeof(header), 0));
    SAYSEE_TRY(output.resize(layout.total));
    return output.publish(base::FileUse::Cache);
}

namespace {

tl::unexpected<base::Error> damaged(const std::filesystem::path& file, const char* what)
{
    return base::fail(base::ErrorCode::Corrupt, "The index file " + file.string() + " is damaged.", what);
}

base::Result<Header> readHeader(const std::filesystem::path& file, std::span<const std::byte> bytes)
{
    Header header;
    if (bytes.size() < kAlignment)
        return damaged(file, "too short");
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.magic != kMagic || header.checksum != checksumOf(header))
        return damaged(file, "header");
    if (header.version != kVersion)
        return base::fail(base::ErrorCode::VersionMismatch,
                          "The index file " + file.string() + " was made by another version.");
    if (header.dimension == 0 || header.dimension > 65'536 || header.rows >= kNoRow || header.lists > 65'536)
        return damaged(file, "sizes");
    return header;
}

}  // namespace

base::Result<IndexFile> readIndexFile(const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(base::MappedFile mapped, base::MappedFile::open(file));
    const std::span<std::byte> bytes = mapped.bytes();
    SAYSEE_ASSIGN(const Header header, readHeader(file, bytes));
    const Layout layout = layoutOf(header);
    if (bytes.size() != layout.total)
        return damaged(file, "length");
    std::array<std::byte*, kParts> parts = {};
    for (std::size_t part = 0; part < kParts; ++part) {
        parts[part] = bytes.data() + layout.begins[part];
        if (layout.sizes[part] > 0 && XXH3_64bits(parts[part], layout.sizes[part]) != header.checksums[part])
            return damaged(file, "content");
    }
    const auto copyTo = [&](auto& values, std::size_t part) {  // nothing at all in an empty library
        std::copy_n(parts[part], layout.sizes[part], std::as_writable_bytes(std::span(values)).data());
    };
    std::vector<base::PhotoId> ids(header.rows);
    copyTo(ids, kIds);
    std::optional<Partition> partition;
    if (header.lists > 0) {
        partition.emplace();
        partition->starts.resize(header.lists + 1);
        partition->centroids.resize(header.lists * header.dimension);
        copyTo(partition->starts, kStarts);
        copyTo(partition->centroids, kCentroids);
    }
    const IndexStamp stamp {{header.space.data()}, header.generation, header.stampedRows, header.library.data()};
    auto* rows = reinterpret_cast<std::uint16_t*>(parts[kRows]);
    return IndexFile {stamp, RowStore(static_cast<int>(header.dimension), std::move(ids), std::move(mapped), rows),
                      std::move(partition)};
}

}  // namespace saysee::index
