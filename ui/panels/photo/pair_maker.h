// "This is the one": a spoken question and the photo it was meant for become a labelled pair, and can be undone.
#pragma once

#include "core/base/result.h"
#include "ui/panels/window_bus.h"

#include <QObject>
#include <map>
#include <memory>
#include <utility>

namespace saysee::session {
class Session;
}

namespace saysee::ui {

class Bridge;

class PairMaker : public QObject {
    Q_OBJECT

public:
    PairMaker(session::Session& session, Bridge& bridge, WindowBus& bus, QObject* parent = nullptr);

    // The question and its sound file are copied into the library. Made at once for whoever asks isMade(); what is
    // made already is not made twice.
    void make(base::PhotoId photo, const PastQuery& query);
    void undo(base::PhotoId photo, const PastQuery& query);
    [[nodiscard]] bool isMade(base::PhotoId photo, const PastQuery& query) const
    {
        return m_made.contains({photo, query.clip});
    }

Q_SIGNALS:
    void changed();
    void failed(const saysee::base::Error& error);

private:
    using Key = std::pair<base::PhotoId, std::filesystem::path>;  // with what was said
    // Filled in and read on the library's writer, job after job: an undo needs not wait.
    using Made = std::shared_ptr<base::PairId>;

    session::Session& m_session;
    Bridge& m_bridge;
    WindowBus& m_bus;
    std::map<Key, Made> m_made;  // since the window opened
};

}  // namespace saysee::ui
