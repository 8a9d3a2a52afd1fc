#include "ui/controllers/library_controller.h"

#include "core/session/sample_library.h"
#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QLocale>

namespace saysee::ui {

namespace {

using session::IndexingState;
using session::IndexingStatus;

constexpr std::chrono::milliseconds kPollInterval {250};
constexpr qint64 kFiguresInterval = 3000;  // ms while indexing: counting 100,000 photos takes a search's turn

struct Progress {
    Q_DECLARE_TR_FUNCTIONS(Progress)
};

QString number(std::uint64_t value) { return QLocale().toString(static_cast<qulonglong>(value)); }

// What is read for the panel in one go.
struct Figures {
    library::LibraryStatus status;
    std::vector<library::PhotoProblem> problems;
    std::optional<base::Error> modelProblem;  // without a model nothing can be called searchable
};

base::Result<Figures> readFiguresOf(session::Workspace& workspace, const base::TaskContext& task)
{
    Figures figures;
    base::SpaceId space;
    if (auto engine = workspace.engine(task))
        space = (*engine)->info().imageSpace;
    else
        figures.modelProblem = engine.error();
    SAYSEE_ASSIGN(figures.status, workspace.library().status(space));
    SAYSEE_ASSIGN(figures.problems, workspace.library().photos().problems());
    return figures;
}

}  // namespace

QString describeProgress(const IndexingStatus& status)
{
    switch (status.state) {
    case IndexingState::Idle:
        return {};
    case IndexingState::Scanning:
        return Progress::tr("Looking for photos");
    case IndexingState::Encoding:
    case IndexingState::Paused:
        break;
    }
    QStringList parts {
        Progress::tr("%1 of %2 photos").arg(number(status.progress.done), number(status.progress.total))};
    if (status.state == IndexingState::Paused)
        parts << Progress::tr("paused");
    else {
        if (status.progress.rate)
            parts << Progress::tr("%1 a second").arg(QLocale().toString(*status.progress.rate, 'f', 1));
        if (status.progress.timeLeft)
            parts << timeLeftText(*status.progress.timeLeft);
    }
    return parts.join(QStringLiteral(", "));
}

QString describeCoverage(const library::LibraryStatus& status)
{
    if (status.photos == 0)
        return LibraryController::tr("No photos yet");
    const QString photos = LibraryController::tr("%Ln photo(s)", nullptr, static_cast<int>(status.photos));
    if (status.pending == 0)
        return LibraryController::tr("%1, all searchable").arg(photos);
    const std::uint64_t all = status.searchable + status.pending;
    // Rounded down, so that "100 %" means all.
    return LibraryController::tr("%1, %2 % searchable").arg(photos, number(status.searchable * 100 / all));
}

LibraryController::LibraryController(session::Session& session, Bridge& bridge, JobList& jobs, WindowBus& bus,
                                     QObject* parent)
    : QObject(parent), m_session(session), m_bridge(bridge), m_jobs(jobs), m_bus(bus)
{
    m_poll.setInterval(kPollInterval);
    connect(&m_poll, &QTimer::timeout, this, &LibraryController::poll);
    connect(&m_bus, &WindowBus::addFolders, this, &LibraryController::addFolders);
    connect(&m_bus, &WindowBus::addSampleLibrary, this, &LibraryController::addSampleLibrary);
    m_poll.start();
}

LibraryController::~LibraryController()
{
    if (m_job)
        m_jobs.remove(*m_job);  // its actions lead here
}

void LibraryController::refresh()
{
    using Folders = std::vector<library::Folder>;
    m_session.ask<Folders>(
        [](session::Workspace& workspace, const base::TaskContext&) { return workspace.library().folders().list(); },
        m_bridge.to<Folders>(this, [this](base::Result<Folders> folders) {
            if (!folders)
                return Q_EMIT failed(folders.error());
            m_folders.setFolders(std::move(*folders));
            Q_EMIT foldersRead();
        }));
    readFigures();
}

void LibraryController::readFigures()
{
    if (std::exchange(m_readingFigures, true))
        return;
    m_figuresRead.start();
    m_session.ask<Figures>(readFiguresOf, m_bridge.to<Figures>(this, [this](base::Result<Figures> figures) {
        m_readingFigures = false;
        if (!figures)
            return Q_EMIT failed(figures.error());
        m_problems.setProblems(std::move(figures->problems));
        if (figures->modelProblem)
            Q_EMIT failed(*figures->modelProblem);
        Q_EMIT figuresChanged(describeCoverage(figures->status));
    }));
}

void LibraryController::change(std::function<base::Status(library::Library&)> work,
                               std::function<void(const base::Status&)> answer)
{
    using Done = bool;
    m_session.change<Done>(
        [work = std::move(work)](library::Library& library) -> base::Result<Done> {
            SAYSEE_TRY(work(library));
            return true;
        },
        m_bridge.to<Done>(this, [this, answer = std::move(answer)](base::Result<Done> done) {
            if (done)
                Q_EMIT changed();
            else
                Q_EMIT failed(done.error());
            if (answer)
                answer(done ? base::Status {} : base::Status(tl::unexpected(done.error())));
            m_session.startIndexing();  // of several folders, some may have been added
            refresh();
            Q_EMIT m_bus.libraryChanged();
        }));
}

void LibraryController::addFolders(const Paths& folders)
{
    add(
        [folders](library::Library& library) -> base::Status {
            base::Status outcome;
            for (const auto& folder : folders)  // the good ones are added, the first bad one is told
                if (auto added = library.folders().add(folder); !added && outcome)
                    outcome = tl::unexpected(added.error());
            return outcome;
        },
        tr("%Ln folder(s) added; the photos are being indexed, see Jobs.", nullptr,
           static_cast<int>(folders.size())));
}

void LibraryController::addSampleLibrary()
{
    add(
        [](library::Library& library) -> base::Status {
            SAYSEE_TRY(session::copySample(library));
            return {};
        },
        tr("The sample pictures were added and are being indexed, see Jobs."));
}

void LibraryController::add(std::function<base::Status(library::Library&)> work, const QString& done)
{
    change(std::move(work), [this, done](const base::Status& added) {
        if (added)
            Q_EMIT m_bus.statusMessage(done);
        else
            Q_EMIT addingFailed(added.error());
    });
}

void LibraryController::removeFolder(base::FolderId folder)
{
    change([folder](library::Library& library) { return library.folders().remove(folder); });
}

void LibraryController::retry()
{
    change([](library::Library& library) { return library.photos().retry(); });
}

void LibraryController::update() { m_session.startIndexing(); }

void LibraryController::pause(bool paused) { m_session.pauseIndexing(paused); }

void LibraryController::stop()
{
    m_session.stopIndexing();
    m_session.pauseIndexing(false);  // a paused run could not end
}

void LibraryController::preferFolder(const std::filesystem::path& folder) { m_session.preferFolder(folder); }

void LibraryController::poll()
{
    IndexingStatus now = m_session.indexingStatus();
    if (now.generation == m_indexing.generation)
        return;
    const bool ended = now.state == IndexingState::Idle;  // also of a run so short that no poll saw it
    m_indexing = std::move(now);
    showJob();
    Q_EMIT indexingChanged(m_indexing);
    if (m_indexing.error)
        Q_EMIT failed(*m_indexing.error);
    if (ended) {
        refresh();
        Q_EMIT m_bus.libraryChanged();
    } else if (m_figuresRead.hasExpired(kFiguresInterval)) {
        readFigures();
    }
}

void LibraryController::showJob()
{
    if (m_indexing.state == IndexingState::Idle) {
        if (m_job)
            m_jobs.remove(*m_job);
        m_job.reset();
        return;
    }
    if (!m_job) {
        Job job;
        job.title = tr("Indexing photos");
        job.cancel = [this] { stop(); };
        job.pause = [this](bool paused) { pause(paused); };
        m_job = m_jobs.add(std::move(job));
    }
    std::optional<double> share;
    if (m_indexing.progress.total > 0)
        share = static_cast<double>(m_indexing.progress.done) / static_cast<double>(m_indexing.progress.total);
    m_jobs.update(*m_job, describeProgress(m_indexing), share, m_indexing.state == IndexingState::Paused);
}

}  // namespace saysee::ui
