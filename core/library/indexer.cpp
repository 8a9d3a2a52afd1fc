#include "core/library/indexer.h"

#include "core/library/indexing/decode_pool.h"
#include "core/library/indexing/index_lock.h"
#include "core/library/indexing/scanner.h"
#include "core/library/indexing/work_queue.h"

#include <map>
#include <set>

namespace saysee::library {

using base::Embedding;
using base::ErrorCode;
using base::fail;
using base::FolderId;
using base::PhotoId;
using base::Result;
using base::Status;
using store::Transaction;

namespace {

constexpr std::size_t kBatchesAhead = 3;  // decoded or being decoded
constexpr std::chrono::milliseconds kPatience {100};  // of a step, for a batch to fill

class PipelineIndexer final : public Indexer {
public:
    PipelineIndexer(Library& library, IndexTarget target, IndexerOptions options, Vectors vectors, IndexLock lock)
        : m_library(library), m_target(std::move(target)), m_options(options), m_vectors(std::move(vectors)),
          m_lock(std::move(lock)), m_pool(options.decodeThreads, m_target.preprocess)
    {
    }

    Result<ScanSummary> scan(const base::TaskContext& task, std::span<const FolderId> folders) override
    {
        SAYSEE_ASSIGN(const ScanSummary summary, scanFolders(m_library, folders, task));
        m_queueIsStale = true;
        m_skipped.clear();
        return summary;
    }

    void prefer(const std::filesystem::path& folder) override { m_queue.prefer(folder); }

    Result<bool> step() override
    {
        SAYSEE_TRY(readAhead());
        if (m_pool.inside() == 0) {  // all content is known: pairs find their photos
            SAYSEE_TRY(m_library.pairs().relink());
            return false;
        }
        std::vector<ReadPhoto> photos = m_pool.take(m_options.batchSize, kPatience);
        for (const ReadPhoto& photo : photos)
            m_reading.erase(photo.task.photo);
        SAYSEE_TRY(noteVanished(photos));
        SAYSEE_ASSIGN(const auto vectors, encode(photos));
        SAYSEE_TRY(commit(photos, vectors));
        m_progress.done += photos.size();
        m_pace.update(base::PaceMeter::Clock::now(), m_progress.done);
        return true;
    }

    [[nodiscard]] IndexProgress progress() const override
    {
        IndexProgress progress = m_progress;
        progress.total = progress.done + m_queue.size() + m_pool.inside();
        progress.rate = m_pace.rate();
        progress.timeLeft = m_pace.timeLeft(progress.total);
        return progress;
    }

private:
    // Keeps the pool busy. When everything is done, stacks are made anew, as bursts are known only now, and the
    // database is asked once more, as photos may have been added or retried meanwhile.
    Status readAhead()
    {
        if (m_queue.empty() && m_pool.inside() == 0 && m_committed) {
            m_committed = false;
            SAYSEE_TRY(updateStacks(m_library.database()));
            m_queueIsStale = true;
        }
        if (m_queueIsStale) {
            std::set<PhotoId> leaveOut = m_skipped;
            leaveOut.insert(m_reading.begin(), m_reading.end());
            SAYSEE_TRY(m_queue.load(m_library.database(), m_target.space, leaveOut));
            m_queueIsStale = false;
        }
        while (m_pool.inside() < kBatchesAhead * m_options.batchSize && !m_queue.empty()) {
            ReadTask task = m_queue.next();
            m_reading.insert(task.photo);
            m_pool.add(std::move(task));
        }
        return {};
    }

    // A disk that is unplugged in the middle makes its photos neither unreadable nor gone; nor does a file that went
    // away since the scan count as unreadable: the next scan sees what became of it.
    Status noteVanished(std::vector<ReadPhoto>& photos)
    {
        for (const ReadPhoto& photo : photos) {
            if (!photo.problem
                || (photo.problem->code != ErrorCode::NotFound && photo.problem->code != ErrorCode::Io))
                continue;
            const auto& root = m_queue.root(photo.task.folder);
            std::error_code error;
            const bool unplugged = !std::filesystem::is_directory(root, error);
            if (unplugged) {
                m_queue.drop(photo.task.folder);
                SAYSEE_TRY(setOffline(m_library.database(), photo.task.folder,
                                      "The folder " + root.string() + " went away."));
            }
            if (unplugged || photo.problem->code == ErrorCode::NotFound)
                m_skipped.insert(photo.task.photo);
        }
        std::erase_if(photos, [&](const ReadPhoto& photo) { return m_skipped.contains(photo.task.photo); });
        return {};
    }

    // A vector for every photo that has pixels; those of equal files that the library knows already are taken over.
    Result<std::map<PhotoId, Embedding>> encode(std::vector<ReadPhoto>& photos)
    {
        std::map<PhotoId, Embedding> vectors;
        std::vector<PhotoId> ids;
        std::vector<image::PixelTensor> pixels;
        for (ReadPhoto& photo : photos) {
            if (!photo.pixels)
                continue;
            std::optional<Embedding> twin;
            if (photo.content) {
                SAYSEE_ASSIGN(twin, m_vectors.ofContent(photo.content->sha256));
            }
            if (twin) {
                vectors.emplace(photo.task.photo, std::move(*twin));
                continue;
            }
            ids.push_back(photo.task.photo);
            pixels.push_back(std::move(*photo.pixels));
        }
        if (pixels.empty())
            return vectors;
        SAYSEE_ASSIGN(auto encoded, m_target.encode(pixels));
        if (encoded.size() != pixels.size())
            return fail(ErrorCode::Internal, "The image encoder returned the wrong number of vectors.");
        for (std::size_t i = 0; i < ids.size(); ++i)
            vectors.emplace(ids[i], std::move(encoded[i]));
        return vectors;
    }

    Status commit(const std::vector<ReadPhoto>& photos, const std::map<PhotoId, Embedding>& vectors)
    {
        SAYSEE_ASSIGN(Transaction transaction, Transaction::begin(m_library.database()));
        std::uint64_t unreadable = 0;
        for (const ReadPhoto& photo : photos) {
            // The folder may have been removed from the library since.
            SAYSEE_ASSIGN(const std::int64_t present,
                          m_library.database().integer("SELECT count(*) FROM photos WHERE id = ? AND state <> 2",
                                                       {photo.task.photo.value}));
            if (present == 0)
                continue;
            unreadable += photo.problem ? 1 : 0;
            const auto vector = vectors.find(photo.task.photo);
            SAYSEE_TRY(note(photo, vector == vectors.end() ? nullptr : &vector->second));
        }
        SAYSEE_TRY(transaction.commit());
        m_progress.unreadable += unreadable;
        m_committed = true;
        return {};
    }

    Status note(const ReadPhoto& photo, const Embedding* vector)
    {
        // A disk or network that fails says nothing about the file: after the next scan it is read again.
        if (photo.problem && photo.problem->code == ErrorCode::Io) {
            m_skipped.insert(photo.task.photo);
            return m_library.photos().setRefused(photo.task.photo, photo.problem->message);
        }
        if (photo.problem)
            return m_library.photos().setUnreadable(photo.task.photo, photo.problem->message);
        if (photo.content)
            SAYSEE_TRY(m_library.photos().setContent(photo.task.photo, *photo.content));
        else
            SAYSEE_TRY(m_library.photos().setRefused(photo.task.photo, {}));
        return vector != nullptr ? m_vectors.put(photo.task.photo, *vector) : Status {};
    }

    Library& m_library;
    const IndexTarget m_target;
    const IndexerOptions m_options;
    Vectors m_vectors;
    IndexLock m_lock;
    WorkQueue m_queue;
    std::set<PhotoId> m_reading;  // in the pool
    std::set<PhotoId> m_skipped;  // vanished or refused since the scan
    bool m_queueIsStale = true;
    bool m_committed = false;  // something, since the stacks were made
    IndexProgress m_progress;
    base::PaceMeter m_pace;
    DecodePool m_pool;  // last: its threads end first
};

}  // namespace

Result<std::unique_ptr<Indexer>> Indexer::start(Library& library, IndexTarget target, const IndexerOptions& options)
{
    if (library.database().mode() == store::OpenMode::ReadOnly)
        return fail(ErrorCode::InvalidArgument,
                    "The library " + library.directory().string()
                        + " is open for reading only; it cannot be indexed.");
    if (!target.encode || target.dimension <= 0 || target.space.value.empty())
        return fail(ErrorCode::InvalidArgument, "Indexing needs a model: load one first.");
    SAYSEE_ASSIGN(IndexLock lock, IndexLock::take(library.directory()));
    SAYSEE_ASSIGN(Vectors vectors, library.vectors(target.space, target.dimension));
    IndexerOptions bounded = options;
    bounded.batchSize = std::max<std::size_t>(1, options.batchSize);
    return std::unique_ptr<Indexer>(
        new PipelineIndexer(library, std::move(target), bounded, std::move(vectors), std::move(lock)));
}

Status runToEnd(Indexer& indexer, const base::TaskContext& task)
{
    while (true) {
        if (task.stopRequested())
            return base::cancelled();
        SAYSEE_ASSIGN(const bool more, indexer.step());
        const IndexProgress progress = indexer.progress();
        task.progress({"Reading photos", progress.done, progress.total});
        if (!more)
            return {};
    }
}

}  // namespace saysee::library
