// The cache file of an index: its rows in search order, and the partition if it has one. Every part carries a
// checksum (XXH3, 64 bit), and all of them are checked when it is read: a cut or damaged file is never used.
#pragma once

#include "core/index/ivf/partition.h"
#include "core/index/rows/row_store.h"
#include "core/index/vector_index.h"

#include <optional>

namespace saysee::index {

// Writes the rows `order` names. Not flushed to disk before the rename: after a power cut the checksums tell.
base::Status writeIndexFile(const std::filesystem::path& file, const IndexStamp& stamp, const RowStore& rows,
                            std::span<const Row> order, const Partition* partition);

struct IndexFile {
    IndexStamp stamp;
    RowStore rows;  // mapped, not copied
    std::optional<Partition> partition;
};

// Errors: NotFound, Io, Corrupt, VersionMismatch (a layout of another version of this program or kind of machine).
base::Result<IndexFile> readIndexFile(const std::filesystem::path& file);

}  // namespace saysee::index
