#include "ui/panels/tune/tune_controller.h"

#include "core/session/run_report.h"
#include "core/session/version_files.h"
#include "ui/bridge/bridge.h"
#include "ui/bridge/text.h"
#include "ui/item_models/job_list.h"
#include "ui/panels/tune/tune_text.h"

#include <chrono>

namespace saysee::ui {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kBetweenReports = std::chrono::milliseconds(200);

base::Result<TuneController::Outlook> lookAhead(session::Workspace& workspace, training::TuneScope scope,
                                                const base::TaskContext& task)
{
    SAYSEE_ASSIGN(model::Engine * engine, workspace.engine(task));
    TuneController::Outlook outlook;
    const auto run = session::readRun(workspace.library().directory());
    outlook.unfinished = run.exists && !run.running;
    if (outlook.unfinished)
        scope = run.scope.value_or(scope);
    outlook.scope = scope;
    session::TuneOptions options;
    options.settings.scope = scope;
    SAYSEE_ASSIGN(outlook.data, session::collectTuneData(workspace.library(), engine->info(), options));
    SAYSEE_ASSIGN(outlook.estimate, session::estimateTune(*engine, outlook.data, options.settings));
    outlook.model = engine->info().untunedSpace;
    return outlook;
}

}  // namespace

TuneController::TuneController(PanelContext& context, QObject* parent) : QObject(parent), m_context(context) { }

void TuneController::setState(State state)
{
    m_state = state;
    updateJob();
    Q_EMIT changed();
}

void TuneController::refresh()
{
    look();
    changeVersions({});
}

void TuneController::look()
{
    m_context.session.ask<Outlook>(
        [scope = m_scope](session::Workspace& workspace, const base::TaskContext& task) {
            return lookAhead(workspace, scope, task);
        },
        m_context.bridge.to<Outlook>(this,
                                     [this](base::Result<Outlook> outlook) { takeOutlook(std::move(outlook)); }));
}

void TuneController::takeOutlook(base::Result<Outlook> outlook)
{
    if (outlook) {
        m_outlook = std::move(*outlook);
        if (m_outlook.unfinished)
            m_scope = m_outlook.scope;
    } else {
        m_message = inWords(outlook.error());
    }
    Q_EMIT changed();
}

void TuneController::choose(training::TuneScope scope)
{
    if (m_state != State::Idle || scope == m_scope)
        return;
    m_scope = scope;
    refresh();
}

void TuneController::start()
{
    session::TuneOptions options;
    options.settings.scope = m_scope;
    run(Begin::Anew, options);
}

void TuneController::resume() { run(Begin::Resume, {}); }

void TuneController::run(Begin begin, const session::TuneOptions& options)
{
    if (m_state != State::Idle)
        return;
    m_message.clear();
    m_status = {};
    m_finished.reset();
    m_pace = {};
    m_wishes = std::make_shared<Wishes>();
    const auto report = m_context.bridge.to<session::TuneStatus>(
        this, [this](base::Result<session::TuneStatus> status) { took(std::move(*status)); });
    const auto finish = m_context.bridge.to<session::FinishedTune>(
        this, [this](base::Result<session::FinishedTune> tune) { m_finished = std::move(*tune); });
    // The run lives and dies on the compute worker: nobody else holds it.
    auto running = std::make_shared<std::unique_ptr<session::TuneRun>>();
    auto step = [=, wishes = m_wishes,
                 reported = Clock::time_point()](session::Workspace& workspace) mutable -> base::Result<bool> {
        std::unique_ptr<session::TuneRun>& tune = *running;
        if (!tune) {
            SAYSEE_ASSIGN(tune,
                          begin == Begin::Anew ? session::TuneRun::start(workspace, options)
                                               : session::TuneRun::resume(workspace));
            return true;
        }
        if (wishes->pause) {
            SAYSEE_TRY(tune->pause());
            tune.reset();
            return base::cancelled();
        }
        if (wishes->stop.exchange(false))
            tune->stop();
        SAYSEE_ASSIGN(const bool more, tune->step());
        if (!more || Clock::now() - reported > kBetweenReports) {
            reported = Clock::now();
            report(tune->status());
        }
        if (!more) {
            finish(*tune->finished());
            tune.reset();
        }
        return more;
    };
    m_context.session.inSteps(
        std::move(step), [done = m_context.bridge.to<bool>(this, [this](base::Result<bool> end) {
            ended(end ? base::Status {} : base::Status(tl::unexpected(end.error())));
        })](const base::Status& status) {
            done(status ? base::Result<bool>(true) : base::Result<bool>(tl::unexpected(status.error())));
        });
    setState(State::Running);
}

void TuneController::took(session::TuneStatus status)
{
    if (status.phase != m_status.phase)
        m_pace = {};  // what is counted is another thing now
    m_status = std::move(status);
    m_pace.update(base::PaceMeter::Clock::now(), m_status.done);
    updateJob();
    Q_EMIT changed();
}

void TuneController::pause()
{
    if (m_state != State::Running)
        return;
    m_wishes->pause = true;
    setState(State::Pausing);
}

void TuneController::stop()
{
    if (m_state != State::Running)
        return;
    m_wishes->stop = true;
    setState(State::Stopping);
}

void TuneController::forget()
{
    changeVersions([](library::Library& library) { return session::discardRun(library.directory()); },
                   tr("The unfinished run is gone."));
}

void TuneController::ended(const base::Status& status)
{
    if (!status && status.error().code != base::ErrorCode::Cancelled)
        m_message = inWords(status.error());
    if (status && m_finished)
        keep(*m_finished);
    setState(State::Idle);
    refresh();
}

void TuneController::keep(const session::FinishedTune& tune)
{
    m_compareNewest = true;
    changeVersions([tune](library::Library& library) -> base::Status {
        return session::keepTune(library, tune).map([](base::VersionId) {});
    });
}

void TuneController::use(base::VersionId version)
{
    changeVersions([version](library::Library& library) { return library.versions().use(version); });
}

void TuneController::useNone()
{
    changeVersions(
        [model = m_outlook.model](library::Library& library) { return library.versions().useNone(model); });
}

void TuneController::rename(base::VersionId version, const QString& name)
{
    changeVersions([version, name = fromQt(name)](library::Library& library) {
        return library.versions().rename(version, name);
    });
}

void TuneController::remove(base::VersionId version)
{
    changeVersions([version](library::Library& library) { return library.versions().remove(version); });
}

void TuneController::exportTo(base::VersionId version, const std::filesystem::path& file)
{
    changeVersions(
        [version, file](library::Library& library) { return session::exportVersion(library, version, file); },
        tr("Exported: %1").arg(displayPath(file)));
}

// The model checks the file on its own thread, the library keeps it on the writer's.
void TuneController::importFrom(const std::filesystem::path& file)
{
    m_context.session.ask<library::Version>(
        [file](session::Workspace& workspace, const base::TaskContext& task) -> base::Result<library::Version> {
            SAYSEE_ASSIGN(model::Engine * engine, workspace.engine(task));
            return session::readVersion(*engine, file);
        },
        m_context.bridge.to<library::Version>(this, [this, file](base::Result<library::Version> version) {
            if (!version) {
                m_message = inWords(version.error());
                return Q_EMIT changed();
            }
            changeVersions(
                [version = std::move(*version), file](library::Library& library) -> base::Status {
                    return library.versions().add(version, file).map([](base::VersionId) {});
                },
                tr("Imported: %1").arg(displayPath(file)));
        }));
}

// Changes, if there is something to change, says that it is done, and reads the list anew.
void TuneController::changeVersions(std::function<base::Status(library::Library&)> change, const QString& done)
{
    using Versions = std::vector<library::Version>;
    const bool changes = change != nullptr;
    m_context.session.change<Versions>(
        [change = std::move(change)](library::Library& library) -> base::Result<Versions> {
            if (change)
                SAYSEE_TRY(change(library));
            return library.versions().list();
        },
        m_context.bridge.to<Versions>(this, [this, changes, done](base::Result<Versions> versions) {
            if (versions)
                takeVersions(std::move(*versions));
            else
                m_compareNewest = false;
            if (!versions)
                m_message = inWords(versions.error());
            else if (changes) {
                m_message = done;
                look();  // a run whose version is kept waits no longer to be resumed
            }
            Q_EMIT changed();
        }));
}

void TuneController::takeVersions(std::vector<library::Version> versions)
{
    const bool more = versions.size() > m_versions.size();
    m_versions = std::move(versions);
    if (m_compareNewest && more) {
        m_compareNewest = false;
        compare(m_versions.back().id);
    }
}

void TuneController::compare(base::VersionId version)
{
    const quint64 number = ++m_comparison;
    m_compared.clear();
    m_comparedVersion = version;
    m_comparing = true;
    Q_EMIT comparedChanged();
    using Compared = std::vector<session::ComparedQuery>;
    const auto report = m_context.bridge.to<Compared>(this, [this, number](base::Result<Compared> compared) {
        if (number != m_comparison)
            return;
        if (compared)
            m_compared = std::move(*compared);
        else
            m_message = inWords(compared.error());
        Q_EMIT comparedChanged();
    });
    const auto finish = m_context.bridge.to<bool>(this, [this, number](base::Result<bool>) {
        if (number != m_comparison)
            return;
        m_comparing = false;
        Q_EMIT comparedChanged();
    });
    auto running = std::make_shared<std::unique_ptr<session::VersionComparison>>();
    m_context.session.inSteps(
        [=](session::Workspace& workspace) -> base::Result<bool> {
            if (!*running) {
                SAYSEE_ASSIGN(*running, session::VersionComparison::start(workspace, version));
                return true;
            }
            SAYSEE_ASSIGN(const bool more, (*running)->step());
            report((*running)->compared());
            return more;
        },
        [report, finish](const base::Status& status) {
            if (!status)
                report(tl::unexpected(status.error()));
            finish(true);
        });
}

void TuneController::updateJob()
{
    if (m_state == State::Idle) {
        if (m_job != 0)
            m_context.jobs.remove(m_job);
        m_job = 0;
        return;
    }
    if (m_job == 0) {
        Job job;
        job.title = tr("Tuning");
        job.cancel = [this] { stop(); };
        m_job = m_context.jobs.add(std::move(job));
    }
    std::optional<double> share;
    if (m_status.total > 0)
        share = static_cast<double>(m_status.done) / static_cast<double>(m_status.total);
    m_context.jobs.update(m_job, progressText(m_status, timeLeft()), share);
}

}  // namespace saysee::ui
