// "This is the one": a spoken question and the photo it was meant for become a labelled pair, and can be undone.
#pragma once

#include "core/base/result.h"
#include "ui/panels/window_bus.h"

#include <QHash>
#include <QObject>

namespace saysee::session {
class Session;
}

namespace saysee::ui {

class Bridge;

class PairMaker : public QObject {
    Q_OBJECT

public:
    PairMaker(session::Session& session, Bridge& bridge, WindowBus& bus, QObject* parent = nullptr);

    // The question and its sound file are copied into the library.
    void make(base::PhotoId photo, const PastQuery& query);
    void undo(base::PhotoId photo);
    [[nodiscard]] bool isMade(base::PhotoId photo) const { return m_made.contains(photo.value); }

Q_SIGNALS:
    void changed();
    void failed(const saysee::base::Error& error);

private:
    session::Session& m_session;
    Bridge& m_bridge;
    WindowBus& m_bus;
    QHash<qint64, base::PairId> m_made;  // since the window opened, by photo
};

}  // namespace saysee::ui
