// Every pair of the library: to find, to correct, to judge again, to delete, to hand on. Knows no widget.
#pragma once

#include "core/session/session.h"
#include "ui/bridge/bridge.h"
#include "ui/item_models/pair_model.h"
#include "ui/panels/window_bus.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace saysee::ui {

// GUI thread. All references must outlive it.
class PairsController : public QObject {
    Q_OBJECT

public:
    PairsController(session::Session& session, Bridge& bridge, WindowBus& bus, QObject* parent = nullptr);
    ~PairsController() override;

    [[nodiscard]] PairModel& model() { return m_model; }

    // Those whose words, photo or speaker contain this; empty: all.
    void refresh(const QString& words = {});
    void correct(const library::Pair& pair, const QString& words);
    void setVerdict(const std::vector<library::Pair>& pairs, library::PairVerdict verdict);
    // Gone from the list at once, from the disk after kUndoTime or when the program ends.
    void remove(const std::vector<library::Pair>& pairs);
    void undoRemove();
    // With photos and recordings, into a folder that is absent or empty; "saysee pair import jsonl" reads it.
    void exportTo(const std::filesystem::path& folder);
    void findPhoto(base::PhotoId photo);  // photoFound() answers

    static constexpr std::chrono::seconds kUndoTime {8};

Q_SIGNALS:
    void removable(int pairs);  // so many can be brought back by undoRemove(); 0: none any more
    void photoFound(saysee::base::PhotoId photo, const std::filesystem::path& file);
    void failed(const saysee::base::Error& error);

private:
    void change(std::function<base::Status(library::Library&)> work);
    void carryOutRemoval();

    session::Session& m_session;
    Bridge& m_bridge;
    WindowBus& m_bus;
    PairModel m_model;
    QString m_words;
    std::vector<base::PairId> m_removed;  // gone from the list, still in the library
    QTimer m_undo;
};

}  // namespace saysee::ui
