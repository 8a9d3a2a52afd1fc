#include "app/gui/single_instance.h"

#include "ui/bridge/text.h"

#include <QLocalSocket>
#include <QThread>

namespace saysee::gui {

namespace {

using session::WindowRequest;

// A first window needs a moment between taking the lock and listening.
constexpr int kTries = 20;
constexpr unsigned long kPause = 100;  // ms

QString qtPath(const std::filesystem::path& path) { return ui::displayPath(path); }

}  // namespace

SingleInstance::SingleInstance(const std::filesystem::path& socket, QObject* parent)
    : QObject(parent), m_socket(socket), m_lock(qtPath(socket) + QStringLiteral(".lock"))
{
    m_lock.setStaleLockTime(0);  // stale only when its process is gone, however long it runs
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* connection = m_server.nextPendingConnection())
            serve(connection);
    });
}

base::Result<SingleInstance::Claim> SingleInstance::claim(const WindowRequest& request)
{
    std::error_code ignored;
    std::filesystem::create_directories(m_socket.parent_path(), ignored);
    for (int attempt = 0; attempt < kTries; ++attempt) {
        if (session::sendToWindow(request, m_socket))
            return Claim::HandedOver;
        if (m_lock.tryLock(0)) {
            SAYSEE_TRY(listen());
            return Claim::First;
        }
        if (m_lock.error() == QLockFile::PermissionError)
            return base::fail(base::ErrorCode::Io,
                              "Cannot write to " + m_socket.parent_path().string()
                                  + ", so this window cannot be reached from elsewhere.");
        QThread::msleep(kPause);
    }
    return base::fail(base::ErrorCode::Busy, "SaySee is running already, but it does not answer; end it first.");
}

base::Status SingleInstance::listen()
{
    QLocalServer::removeServer(qtPath(m_socket));  // left over: whoever made it holds no lock any more
    if (m_server.listen(qtPath(m_socket)))
        return {};
    return base::fail(base::ErrorCode::Io,
                      "Cannot listen at " + m_socket.string() + ", so this window cannot be reached from elsewhere.",
                      ui::fromQt(m_server.errorString()));
}

void SingleInstance::serve(QLocalSocket* connection)
{
    auto received = std::make_shared<std::string>();
    connect(connection, &QLocalSocket::disconnected, connection, &QObject::deleteLater);
    const auto read = [this, connection, received] {
        *received += connection->readAll().toStdString();
        const bool whole = received->ends_with(std::string(2, '\0'));
        if (!whole && received->size() <= session::kLongestWindowRequest)
            return;
        const auto request = session::parseWindowRequest(*received);
        connection->write(request ? "ok" : "no");
        connection->disconnectFromServer();
        if (request)
            Q_EMIT requested(*request);
    };
    connect(connection, &QLocalSocket::readyRead, this, read);
    read();
}

}  // namespace saysee::gui
