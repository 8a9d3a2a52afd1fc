// One window for each person: a second start hands its files to the first, and so does the command line.
#pragma once

#include "core/session/window_request.h"

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <memory>

namespace saysee::gui {

class SingleInstance : public QObject {
    Q_OBJECT

public:
    // `socket` differs in tests only.
    explicit SingleInstance(const std::filesystem::path& socket = session::windowSocket(), QObject* parent = nullptr);

    enum class Claim { First, HandedOver };
    // Becomes the one window that listens, or hands `request` to the one that does. A window that ended without
    // tidying up is no obstacle. Errors: Busy (a window is there, but does not answer), Io (the socket cannot be
    // made; a window may start all the same, it is only not reachable).
    base::Result<Claim> claim(const session::WindowRequest& request);

Q_SIGNALS:
    void requested(const saysee::session::WindowRequest& request);

private:
    base::Status listen();
    void serve(QLocalSocket* connection);

    std::filesystem::path m_socket;
    QLockFile m_lock;  // tells a window that is starting from one that is gone
    QLocalServer m_server;
};

}  // namespace saysee::gui
