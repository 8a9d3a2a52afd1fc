// Tuning from the window: what there is to learn from, the run that goes on, the versions.
#pragma once

#include "core/session/tune_estimate.h"
#include "core/session/tuning.h"
#include "core/session/version_comparison.h"
#include "ui/panels/panel.h"

#include <QObject>
#include <atomic>
#include <chrono>
#include <memory>

namespace saysee::ui {

// GUI thread. The run itself goes on beside searches, on the compute worker; it lives on if the window is closed: the
// next start offers to resume it.
class TuneController : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Running, Pausing, Stopping };

    // What stands before a start.
    struct Outlook {
        training::TuneScope scope = training::TuneSettings {}.scope;  // what it is the outlook of
        session::TuneData data;
        session::TuneEstimate estimate;
        base::SpaceId model;
        bool unfinished = false;  // a run waits to be resumed, the scope is its
    };

    explicit TuneController(PanelContext& context, QObject* parent = nullptr);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool hasLooked() const
    {
        return !m_outlook.model.value.empty();
    }  // else outlook() says nothing yet
    [[nodiscard]] const Outlook& outlook() const { return m_outlook; }
    [[nodiscard]] const session::TuneStatus& status() const { return m_status; }
    [[nodiscard]] const std::vector<library::Version>& versions() const { return m_versions; }
    [[nodiscard]] const QString& message() const { return m_message; }  // how the last action ended, or why a run did not

    void refresh();
    // What a start will tune; looks ahead anew.
    void choose(training::TuneScope scope);
    [[nodiscard]] training::TuneScope scope() const { return m_scope; }
    void start();
    void resume();
    void pause();  // writes a checkpoint and rests; resume() goes on
    void stop();  // keeps the best
    void forget();  // the run that was left unfinished
    [[nodiscard]] std::optional<std::chrono::seconds> timeLeft() const { return m_pace.timeLeft(m_status.total); }

    // Asks the past voice queries again, with this version and without; the answers come one by one.
    void compare(base::VersionId version);
    [[nodiscard]] const std::vector<session::ComparedQuery>& compared() const { return m_compared; }
    [[nodiscard]] std::optional<base::VersionId> comparedVersion() const { return m_comparedVersion; }
    [[nodiscard]] bool isComparing() const { return m_comparing; }

    void use(base::VersionId version);
    void useNone();
    void rename(base::VersionId version, const QString& name);
    void remove(base::VersionId version);
    void exportTo(base::VersionId version, const std::filesystem::path& file);
    void importFrom(const std::filesystem::path& file);

Q_SIGNALS:
    void changed();
    void comparedChanged();

private:
    // What the window tells the run; its thread looks between steps.
    struct Wishes {
        std::atomic<bool> pause = false;
        std::atomic<bool> stop = false;
    };
    enum class Begin { Anew, Resume };

    void run(Begin begin, const session::TuneOptions& options);
    void look();
    void takeOutlook(base::Result<Outlook> outlook);
    void took(session::TuneStatus status);
    void ended(const base::Status& status);
    void keep(const session::FinishedTune& tune);
    void changeVersions(std::function<base::Status(library::Library&)> change, const QString& done = {});
    void takeVersions(std::vector<library::Version> versions);
    void setState(State state);
    void updateJob();

    PanelContext& m_context;
    State m_state = State::Idle;
    training::TuneScope m_scope = training::TuneSettings {}.scope;
    Outlook m_outlook;
    session::TuneStatus m_status;
    std::vector<library::Version> m_versions;
    std::shared_ptr<Wishes> m_wishes;  // of the run that goes on
    std::optional<session::FinishedTune> m_finished;
    bool m_compareNewest = false;  // as soon as the version of the run that ended is there
    std::vector<session::ComparedQuery> m_compared;
    std::optional<base::VersionId> m_comparedVersion;
    bool m_comparing = false;
    quint64 m_comparison = 0;  // tells the answers of the latest comparison from those of earlier ones
    QString m_message;
    int m_job = 0;  // in the list of jobs; 0: none
    base::PaceMeter m_pace;
};

}  // namespace saysee::ui
