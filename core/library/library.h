// A person's library: one folder with a database and recordings. The door to everything that is kept.
//
//   Library -- Folders   what is indexed
//          \-- Photos    what is known of each file; filters; words
//          \-- Vectors   embeddings of one space, for the search index
//          \-- Pairs     photos and what was said about them; recordings
//          \-- Versions  tunes that were made from pairs
//          \-- History   past queries
// The Indexer (indexer.h) fills it.
#pragma once

#include "core/base/task.h"
#include "core/library/folders.h"
#include "core/library/history.h"
#include "core/library/pairs.h"
#include "core/library/photos.h"
#include "core/library/vectors.h"
#include "core/library/versions.h"
#include "core/store/database.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace saysee::library {

// Of one space.
struct VectorCounts {
    std::uint64_t searchable = 0;  // photos that have a vector
    std::uint64_t pending = 0;  // photos that wait for one
};

struct LibraryStatus {
    std::uint64_t photos = 0;  // present, as files
    std::uint64_t shown = 0;  // present, stacks counted once
    std::uint64_t unreadable = 0;
    std::uint64_t gone = 0;  // kept for a while, in case they come back
    std::uint64_t offlineFolders = 0;
    std::uint64_t searchable = 0;  // have a vector in the space asked about
    std::uint64_t pending = 0;  // wait for a vector in that space
};

// Threading: one thread at a time, and everything that it hands out with it. Another thread, or another process,
// opens its own: one may write while any number read.
class Library {
public:
    using Mode = store::OpenMode;

    // ReadWrite creates the folder and the database. Errors: those of store::openLibraryDatabase.
    static base::Result<std::unique_ptr<Library>> open(const std::filesystem::path& directory, Mode mode);

    [[nodiscard]] const std::filesystem::path& directory() const { return m_directory; }
    [[nodiscard]] Folders& folders() { return m_folders; }
    [[nodiscard]] Photos& photos() { return m_photos; }
    [[nodiscard]] Pairs& pairs() { return m_pairs; }
    [[nodiscard]] Versions& versions() { return m_versions; }
    [[nodiscard]] History& history() { return m_history; }
    base::Result<Vectors> vectors(const base::SpaceId& space, int dimension)
    {
        return Vectors::open(m_database, space, dimension);
    }

    base::Result<LibraryStatus> status(const base::SpaceId& space);
    // A part of it that every search asks for: milliseconds for 100,000 photos.
    base::Result<VectorCounts> counts(const base::SpaceId& space);
    // Reads everything and names, one sentence each, what contradicts itself; empty when all is well.
    base::Result<std::vector<std::string>> verify(const base::TaskContext& task = {});

    // For the other parts of this module.
    [[nodiscard]] store::Database& database() { return m_database; }

private:
    Library(std::filesystem::path directory, store::Database database);

    std::filesystem::path m_directory;
    store::Database m_database;
    Folders m_folders {m_database};
    Photos m_photos {m_database};
    Pairs m_pairs {m_database, m_directory / "recordings"};
    Versions m_versions {m_database, m_directory / "versions"};
    History m_history {m_database, m_directory / "recordings"};
};

}  // namespace saysee::library
