// Brings the library up to date with the disk: scan, read and decode (a pool of threads), encode (batches), commit.
#pragma once

#include "core/base/embedding.h"
#include "core/base/task.h"
#include "core/image/preprocess.h"
#include "core/library/library.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace saysee::library {

// One vector a picture, in order; called on the thread that calls step(). A shell whose model lives on another thread
// posts the batch there and waits.
using ImageEncoder = std::function<base::Result<std::vector<base::Embedding>>(std::span<const image::PixelTensor>)>;

// Who makes the vectors.
struct IndexTarget {
    base::SpaceId space;
    int dimension = 0;
    image::PreprocessSpec preprocess;
    ImageEncoder encode;
};

struct IndexerOptions {
    int decodeThreads = 2;
    std::size_t batchSize = 16;  // pictures given to the encoder, and committed, at once
};

struct IndexProgress {
    std::uint64_t done = 0;  // photos finished since the indexer started, unreadable ones included
    std::uint64_t total = 0;  // done and waiting
    std::uint64_t unreadable = 0;
    std::optional<double> rate;  // photos a second, over the last half minute
    std::optional<std::chrono::seconds> timeLeft;
};

struct ScanSummary {
    std::uint64_t added = 0;
    std::uint64_t changed = 0;
    std::uint64_t moved = 0;
    std::uint64_t gone = 0;
    std::uint64_t returned = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t offlineFolders = 0;  // Folders::list() says which and why
};

// A decode pool reads ahead by a few batches while step() encodes and commits; whoever stops calling step() pauses
// all of it. Every batch is its own transaction: after a crash the next indexer goes on where this one was.
// Threading: one thread at a time, the library's. Lifetime: must not outlive the library.
class Indexer {
public:
    // One process indexes a library at a time. Errors: Busy (another one does), InvalidArgument (a read-only
    // library), VersionMismatch (see Vectors::open).
    static base::Result<std::unique_ptr<Indexer>> start(Library& library, IndexTarget target,
                                                        const IndexerOptions& options = {});
    virtual ~Indexer() = default;

    // Looks at the disk and notes what is new, changed, moved, gone; without folders all of them. Folders that cannot
    // be reached are noted as offline, which is no error. On a slow disk this takes minutes: whoever is told of the
    // progress may change the library meanwhile, folders included.
    virtual base::Result<ScanSummary> scan(const base::TaskContext& task = {},
                                           std::span<const base::FolderId> folders = {}) = 0;

    // Photos in this folder, at any depth, come first from now on; the newest come first among equals.
    virtual void prefer(const std::filesystem::path& folder) = 0;

    // Finishes about one batch. False when nothing waits: pairs that lost their photo, or came before it, have found
    // it by then. A photo that cannot be read is noted and is no error.
    virtual base::Result<bool> step() = 0;

    [[nodiscard]] virtual IndexProgress progress() const = 0;
};

// Steps until nothing waits or the task is stopped (error Cancelled; what was finished is kept).
base::Status runToEnd(Indexer& indexer, const base::TaskContext& task);

}  // namespace saysee::library
