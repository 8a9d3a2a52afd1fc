// The window on the desktop's message bus: org.freedesktop.Application (Desktop Entry Specification, "D-Bus
// Activation"), under the name io.github.saysee.SaySee.
#pragma once

#include "core/session/window_request.h"

#include <QDBusConnection>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

namespace saysee::gui {

class ApplicationService : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")

public:
    explicit ApplicationService(QObject* parent = nullptr) : QObject(parent) { }
    ~ApplicationService() override;

    // False where there is no bus, or another window has the name: this one then works without.
    bool publish(QDBusConnection bus);

    static const QString kName;
    static const QString kPath;

public Q_SLOTS:
    Q_SCRIPTABLE void Activate(const QVariantMap& platformData);
    Q_SCRIPTABLE void Open(const QStringList& uris, const QVariantMap& platformData);
    Q_SCRIPTABLE void ActivateAction(const QString& action, const QVariantList& parameter,
                                     const QVariantMap& platformData);

Q_SIGNALS:
    void requested(const saysee::session::WindowRequest& request);

private:
    QString m_bus;  // the connection's name; empty while not published
};

}  // namespace saysee::gui
