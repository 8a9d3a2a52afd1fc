// What the rest of the desktop may ask of the window: to come to the front, to open files, to listen.
#pragma once

#include "app/gui/application_service.h"
#include "app/gui/composition.h"
#include "app/gui/global_shortcut.h"

namespace saysee::gui {

// GUI thread. The composition must outlive it.
class DesktopLink : public QObject {
    Q_OBJECT

public:
    // `bus` is the session bus; without one only requests through handle() arrive.
    DesktopLink(Composition& composition, const QDBusConnection& bus, QObject* parent = nullptr);

public Q_SLOTS:
    void handle(const saysee::session::WindowRequest& request);

private:
    void followShortcutSetting();

    Composition& m_composition;
    ApplicationService m_service;
    GlobalShortcut m_shortcut;
};

}  // namespace saysee::gui
