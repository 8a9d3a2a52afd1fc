#include "core/session/session.h"

#include <future>

namespace saysee::session {

namespace {

// Runs `work` once on the worker's background lane and waits for its answer: searches go first.
template <class T>
base::Result<T> await(ComputeWorker& worker, std::function<base::Result<T>()> work)
{
    struct OneStep : BackgroundJob {
        std::function<base::Result<T>()> work;
        std::promise<base::Result<T>> promise;
        bool answered = false;
        ~OneStep() override
        {
            if (!answered)
                promise.set_value(base::cancelled());
        }
        bool step() noexcept override
        {
            promise.set_value(base::withoutExceptions(work));
            answered = true;
            return false;
        }
    };
    auto job = std::make_unique<OneStep>();
    job->work = std::move(work);
    auto answer = job->promise.get_future();
    worker.add(std::move(job));
    return answer.get();
}

}  // namespace

// One run of indexing: the first step scans, letting changes in between; each further one finishes a batch.
class Session::IndexingJob : public BackgroundJob {
public:
    IndexingJob(Session& session, std::stop_token stop) : m_session(session), m_stop(std::move(stop)) { }

    bool step() noexcept override
    {
        const auto more = base::withoutExceptions([this] { return m_indexer ? encode() : begin(); });
        if (more && *more)
            return true;
        end(more ? std::nullopt : std::optional(more.error()));
        return false;
    }

private:
    base::Result<bool> begin()
    {
        m_session.report([](IndexingStatus& status) {
            status = {IndexingState::Scanning, {}, {}, status.generation};
        });
        SAYSEE_ASSIGN(library::Library * library, m_session.writableLibrary());
        SAYSEE_ASSIGN(auto target, m_session.indexTarget());
        SAYSEE_ASSIGN(m_indexer, library::Indexer::start(*library, std::move(target)));
        // What a person adds or judges meanwhile is not kept waiting for a walk over a slow disk.
        SAYSEE_TRY(m_indexer->scan({m_stop, [this](const auto&) { m_session.m_writer.runWaitingTasks(); }}));
        return true;
    }

    base::Result<bool> encode()
    {
        if (m_stop.stop_requested())
            return base::cancelled();
        {
            const std::lock_guard lock(m_session.m_mutex);
            if (m_session.m_preferred)
                m_indexer->prefer(*std::exchange(m_session.m_preferred, std::nullopt));
        }
        SAYSEE_ASSIGN(const bool more, m_indexer->step());
        const auto progress = m_indexer->progress();
        m_session.report([&](IndexingStatus& status) {
            status.state = m_session.m_paused ? IndexingState::Paused : IndexingState::Encoding;
            status.progress = progress;
        });
        return more;
    }

    void end(std::optional<base::Error> error)
    {
        m_indexer.reset();
        if (error && error->code == base::ErrorCode::Cancelled)
            error.reset();
        m_session.report([&](IndexingStatus& status) {
            status.state = IndexingState::Idle;
            status.error = std::move(error);
        });
        bool again = false;
        {
            const std::lock_guard lock(m_session.m_mutex);
            again = std::exchange(m_session.m_scanAgain, false);
        }
        if (again)
            m_session.startIndexing();
    }

    Session& m_session;
    std::stop_token m_stop;
    std::unique_ptr<library::Indexer> m_indexer;
};

Session::Session(WorkspaceConfig config)
    : m_config(std::move(config)), m_compute({}, [this] { m_workspace.reset(); }),
      m_writer(
          {}, [this] { m_library.reset(); }, ComputeWorker::AtEnd::FinishTasks)
{
}

Session::~Session() { stopIndexing(); }

base::Result<library::Library*> Session::writableLibrary()
{
    if (!m_library) {
        SAYSEE_ASSIGN(m_library, library::Library::open(m_config.library, library::Library::Mode::ReadWrite));
    }
    return m_library.get();
}

base::Result<Workspace*> Session::workspace()
{
    if (!m_workspace) {
        WorkspaceConfig config = m_config;
        config.mode = library::Library::Mode::ReadOnly;
        auto opened = Workspace::open(config);
        // A database that is absent, or of an older schema, is made or updated once: the only write that happens
        // here.
        if (!opened
            && (opened.error().code == base::ErrorCode::NotFound
                || opened.error().code == base::ErrorCode::VersionMismatch)) {
            SAYSEE_TRY(library::Library::open(config.library, library::Library::Mode::ReadWrite));
            opened = Workspace::open(config);
        }
        SAYSEE_ASSIGN(m_workspace, std::move(opened));
    }
    return m_workspace.get();
}

base::Result<library::IndexTarget> Session::indexTarget()
{
    using library::IndexTarget;
    using Vectors = std::vector<base::Embedding>;
    SAYSEE_ASSIGN(IndexTarget target, await<IndexTarget>(m_compute, [this]() -> base::Result<IndexTarget> {
                      SAYSEE_ASSIGN(Workspace * workspace, this->workspace());
                      return workspace->indexTarget();
                  }));
    target.encode = [this, encode = target.encode](std::span<const image::PixelTensor> pictures) {
        return await<Vectors>(m_compute, [&] { return encode(pictures); });
    };
    return target;
}

class Session::StepsJob final : public BackgroundJob {
public:
    StepsJob(Session& session, Step work, Ended ended)
        : m_session(session), m_work(std::move(work)), m_ended(std::move(ended))
    {
    }

    bool step() noexcept override
    {
        const auto more = base::withoutExceptions([this] { return once(); });
        if (!more || !*more)
            m_ended(more ? base::Status {} : base::Status(tl::unexpected(more.error())));
        return more && *more;
    }

private:
    base::Result<bool> once()
    {
        SAYSEE_ASSIGN(Workspace * workspace, m_session.workspace());
        return m_work(*workspace);
    }

    Session& m_session;
    Step m_work;
    Ended m_ended;
};

void Session::inSteps(Step step, Ended ended)
{
    m_compute.add(std::make_unique<StepsJob>(*this, std::move(step), std::move(ended)));
}

void Session::startIndexing()
{
    std::stop_token stop;
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.state != IndexingState::Idle) {
            m_scanAgain = true;
            return;
        }
        m_status.state = IndexingState::Scanning;
        m_indexingStop = std::stop_source();
        stop = m_indexingStop.get_token();
    }
    m_writer.add(std::make_unique<IndexingJob>(*this, std::move(stop)));
}

void Session::pauseIndexing(bool paused)
{
    m_writer.setBackgroundPaused(paused);
    report([&](IndexingStatus& status) {
        m_paused = paused;
        if (status.state != IndexingState::Idle)
            status.state = paused ? IndexingState::Paused : IndexingState::Encoding;
    });
}

void Session::stopIndexing()
{
    const std::lock_guard lock(m_mutex);
    m_scanAgain = false;
    m_indexingStop.request_stop();
}

void Session::preferFolder(std::filesystem::path folder)
{
    const std::lock_guard lock(m_mutex);
    m_preferred = std::move(folder);
}

IndexingStatus Session::indexingStatus() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void Session::report(const std::function<void(IndexingStatus&)>& change)
{
    const std::lock_guard lock(m_mutex);
    change(m_status);
    ++m_status.generation;
}

}  // namespace saysee::session
