// What the rest of the desktop may ask of the window: to come to the front, to open files, to listen.
#pragma once

#include "app/gui/application_service.h"
#include "app/gui/composition.h"
#include "app/gui/global_shortcut.h"

#include <vector>

namespace saysee::gui {

// GUI thread. The composition must outlive it.
class DesktopLink : public QObject {
    Q_OBJECT

public:
    // `bus` is the session bus; without one only requests through handle() arrive.
    DesktopLink(Composition& composition, const QDBusConnection& bus, QObject* parent = nullptr);

public Q_SLOTS:
    // The window comes to the front at once; what is asked of its panels waits until they are made.
    void handle(const saysee::session::WindowRequest& request);

private:
    void followShortcutSetting();
    void serve(const session::WindowRequest& request);

    Composition& m_composition;
    ApplicationService m_service;
    GlobalShortcut m_shortcut;
    std::vector<session::WindowRequest> m_waiting;
    bool m_ready = false;
};

}  // namespace saysee::gui
