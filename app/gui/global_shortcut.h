// A key that works in every program, where the desktop offers the GlobalShortcuts portal (XDG Desktop Portal,
// version 1). The desktop lets the person choose the key.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QObject>
#include <QVariantMap>

namespace saysee::gui {

class GlobalShortcut : public QObject {
    Q_OBJECT

public:
    explicit GlobalShortcut(QDBusConnection bus, QObject* parent = nullptr);
    ~GlobalShortcut() override;

    // Asks the portal; returns at once. bound() follows, or unavailable() where there is no portal or the person
    // refused. Asking twice is asking once.
    void bind();
    void release();

Q_SIGNALS:
    void bound();
    void unavailable();
    void activated();

private Q_SLOTS:
    void onSessionCreated(uint response, const QVariantMap& results);
    void onBound(uint response, const QVariantMap& results);
    void onActivated(const QDBusObjectPath& session, const QString& shortcut, qulonglong timestamp,
                     const QVariantMap& options);

private:
    // Listens for the answer of a portal request before it is made, as its sender is told to.
    QString expectAnswer(const char* slot);
    void call(QDBusMessage message);

    QDBusConnection m_bus;
    QString m_session;  // object path
    bool m_asked = false;
    int m_requests = 0;
};

}  // namespace saysee::gui
