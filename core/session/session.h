// A running program's library and model: what the window talks to.
//
//   the caller's thread --ask()----> compute worker: model, search index, a read-only view of the library
//                       --change()-> library writer: the only connection that writes; indexing runs here in steps and
//                                    hands its batches to the compute worker's background lane
//
// A job that throws answers with an error (Internal).
// Answers arrive on the thread that made them; a window wraps `Deliver` so that they reach its own thread.
#pragma once

#include "core/session/compute_worker.h"
#include "core/session/workspace.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace saysee::session {

template <class T>
using Deliver = std::function<void(base::Result<T>)>;

enum class IndexingState { Idle, Scanning, Encoding, Paused };

struct IndexingStatus {
    IndexingState state = IndexingState::Idle;
    library::IndexProgress progress;
    std::optional<base::Error> error;  // why the last run ended early
    std::uint64_t generation = 0;  // counts every change: poll and compare
};

// Threading: every member from any thread. Jobs run one after the other on their thread.
class Session {
public:
    explicit Session(WorkspaceConfig config);
    // Stops indexing, carries out the changes that wait (what a person added or deleted just before the end is not
    // lost), drops the questions, joins the writer, then the worker.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Runs `job` on the compute worker, searches and everything else that reads. A stopped token drops the job before
    // it begins (the answer is then Cancelled).
    template <class T>
    void ask(std::function<base::Result<T>(Workspace&, const base::TaskContext&)> job, Deliver<T> deliver,
             std::stop_token stop = {})
    {
        m_compute.post([this, job = std::move(job), deliver = std::move(deliver), stop = std::move(stop)] {
            if (stop.stop_requested())
                return deliver(base::cancelled());
            deliver(base::withoutExceptions([&]() -> base::Result<T> {
                SAYSEE_ASSIGN(Workspace * workspace, this->workspace());
                return job(*workspace, base::TaskContext {stop, {}});
            }));
        });
    }

    // Runs `job` on the library writer: folders, pairs, versions. It has its turn between the slices of a scan and
    // the batches of indexing.
    template <class T>
    void change(std::function<base::Result<T>(library::Library&)> job, Deliver<T> deliver)
    {
        m_writer.post([this, job = std::move(job), deliver = std::move(deliver)] {
            deliver(base::withoutExceptions([&]() -> base::Result<T> {
                SAYSEE_ASSIGN(library::Library * library, this->writableLibrary());
                return job(*library);
            }));
        });
    }

    // Calls `step` on the compute worker, between searches, until it answers false or an error; each call must be
    // short (BackgroundJob). `ended` is called there once, unless the session ends first; what `step` owns is
    // destroyed there, before the workspace.
    using Step = std::function<base::Result<bool>(Workspace&)>;
    using Ended = std::function<void(base::Status)>;
    void inSteps(Step step, Ended ended);

    // Scans all folders and encodes what is new, in the background. Does nothing while a run is going on, except to
    // scan again when that one ends.
    void startIndexing();
    void pauseIndexing(bool paused);
    void stopIndexing();
    // Photos in this folder come first from now on.
    void preferFolder(std::filesystem::path folder);
    [[nodiscard]] IndexingStatus indexingStatus() const;

private:
    class IndexingJob;
    class StepsJob;

    base::Result<Workspace*> workspace();  // on the compute worker
    base::Result<library::Library*> writableLibrary();  // on the writer
    base::Result<library::IndexTarget> indexTarget();  // on the writer; asks the compute worker
    void report(const std::function<void(IndexingStatus&)>& change);

    WorkspaceConfig m_config;
    std::unique_ptr<Workspace> m_workspace;  // compute worker's
    std::unique_ptr<library::Library> m_library;  // writer's
    mutable std::mutex m_mutex;
    IndexingStatus m_status;  // guarded by m_mutex
    std::stop_source m_indexingStop;  // guarded by m_mutex
    bool m_scanAgain = false;  // guarded by m_mutex
    bool m_paused = false;  // guarded by m_mutex
    std::optional<std::filesystem::path> m_preferred;  // guarded by m_mutex
    ComputeWorker m_compute;
    ComputeWorker m_writer;  // last: joined first, as its jobs wait for the compute worker
};

}  // namespace saysee::session
