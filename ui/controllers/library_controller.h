// The library panel's logic: folders, indexing, what could not be read. Knows no widget.
#pragma once

#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/item_models/folder_model.h"
#include "ui/item_models/job_list.h"
#include "ui/item_models/problem_model.h"
#include "ui/panels/window_bus.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <optional>

namespace saysee::ui {

// How far indexing is, in words: "120 of 10,000 photos, 14 a second, 11 minutes left".
[[nodiscard]] QString describeProgress(const session::IndexingStatus& status);
// "12,000 photos, all searchable" or "12,000 photos, 62 % searchable".
[[nodiscard]] QString describeCoverage(const library::LibraryStatus& status);

// GUI thread. All references must outlive it.
class LibraryController : public QObject {
    Q_OBJECT

public:
    LibraryController(session::Session& session, Bridge& bridge, JobList& jobs, WindowBus& bus,
                      QObject* parent = nullptr);
    ~LibraryController() override;

    [[nodiscard]] FolderModel& folders() { return m_folders; }
    [[nodiscard]] ProblemModel& problems() { return m_problems; }
    [[nodiscard]] const session::IndexingStatus& indexing() const { return m_indexing; }

public Q_SLOTS:
    void refresh();  // reads folders, figures and problems again
    void addFolders(const saysee::ui::Paths& folders);
    void addSampleLibrary();
    void removeFolder(saysee::base::FolderId folder);
    void retry();  // the photos that could not be read
    void update();  // looks at the disk again
    void pause(bool paused);
    void stop();
    void preferFolder(const std::filesystem::path& folder);

Q_SIGNALS:
    void foldersRead();
    void figuresChanged(const QString& sentence);
    void indexingChanged(const saysee::session::IndexingStatus& status);
    void failed(const saysee::base::Error& error);
    void addingFailed(const saysee::base::Error& error);  // failed(), too: a folder that the person wants to have
    void changed();  // a folder was added or removed, or photos are tried again

private:
    // Says `done` when it is.
    void add(std::function<base::Status(library::Library&)> work, const QString& done);
    void change(std::function<base::Status(library::Library&)> work,
                std::function<void(const base::Status&)> answer = {});
    void readFigures();
    void poll();
    void showJob();

    session::Session& m_session;
    Bridge& m_bridge;
    JobList& m_jobs;
    WindowBus& m_bus;
    FolderModel m_folders;
    ProblemModel m_problems;
    session::IndexingStatus m_indexing;
    std::optional<JobList::JobId> m_job;
    QTimer m_poll;
    QElapsedTimer m_figuresRead;
    bool m_readingFigures = false;
};

}  // namespace saysee::ui
