// Applies what a look at the disk found to the database.
#pragma once

#include "core/library/indexer.h"
#include "core/library/library.h"

namespace saysee::library {

// Walks the folders (all without ids), plans and commits. Whoever is told of the progress may use the library: no
// transaction is open then. Errors: the database's, Cancelled.
base::Result<ScanSummary> scanFolders(Library& library, std::span<const base::FolderId> folders,
                                      const base::TaskContext& task);

// Decides anew which photos are shown as one. Writes only what differs.
base::Status updateStacks(store::Database& database);

// Notes that a folder cannot be reached, and why.
base::Status setOffline(store::Database& database, base::FolderId folder, const std::string& reason);

// The SHA-256 of a file as 32 bytes.
base::Result<std::string> contentHash(const std::filesystem::path& file, const base::TaskContext& task = {});

// Files above this are no photos; they are not read. 1 GiB: the largest RAW and panorama files are below 500 MB.
inline constexpr std::uint64_t kLargestPhotoFile = 1ULL << 30U;

}  // namespace saysee::library
