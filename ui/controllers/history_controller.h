// Past queries: keeps what panels ask, as the person's privacy settings allow, and shows it again.
#pragma once

#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/item_models/history_model.h"
#include "ui/panels/window_bus.h"
#include "ui/settings/preferences.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>

namespace saysee::ui {

// What was asked then, but for what was opened and found.
[[nodiscard]] PastQuery asAsked(const library::PastQuery& kept);

// GUI thread. All references must outlive it.
class HistoryController : public QObject {
    Q_OBJECT

public:
    // Keeps every question that the bus tells of, unless the person wants no history, and what was opened for it.
    HistoryController(session::Session& session, Bridge& bridge, QSettings& settings, WindowBus& bus,
                      QObject* parent = nullptr);
    ~HistoryController() override;

    [[nodiscard]] HistoryModel& model() { return m_model; }

    void refresh(const QString& words = {});
    void setKeep(library::QueryId query, library::Keep keep);
    // Gone from the list at once, from the disk after kUndoTime or when the program ends.
    void remove(const std::vector<library::QueryId>& queries);
    void undoRemove();
    // What is older than the settings allow goes, unless it is kept always. Done at the start, daily, and when they
    // change.
    void expire();

    static constexpr std::chrono::seconds kUndoTime {8};

Q_SIGNALS:
    void countsChanged(const saysee::library::HistoryCounts& counts);
    void removable(int queries);  // so many can be brought back by undoRemove(); 0: none any more
    void failed(const saysee::base::Error& error);

private:
    void record(const PastQuery& asked);
    void noteOpened(const PhotoRow& row);
    void change(std::function<base::Status(library::Library&)> work);
    void carryOutRemoval();

    session::Session& m_session;
    Bridge& m_bridge;
    Preferences m_preferences;
    HistoryModel m_model;
    QString m_words;
    // What the library calls them, by PastQuery::number. Filled in and read on the library's writer, job after job.
    QHash<quint64, std::shared_ptr<library::QueryId>> m_kept;
    std::vector<library::QueryId> m_removed;  // gone from the list, still in the library
    QTimer m_undo;
    QTimer m_daily;
};

}  // namespace saysee::ui
