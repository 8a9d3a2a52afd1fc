#include "app/gui/desktop_link.h"

#include "ui/controllers/incoming_files.h"
#include "ui/settings/preferences.h"

#include <utility>

namespace saysee::gui {

using session::WindowRequest;

DesktopLink::DesktopLink(Composition& composition, const QDBusConnection& bus, QObject* parent)
    : QObject(parent), m_composition(composition), m_shortcut(bus)
{
    ui::WindowBus& window = m_composition.context().bus;
    connect(&m_service, &ApplicationService::requested, this, &DesktopLink::handle);
    connect(&m_shortcut, &GlobalShortcut::activated, this, [this] { handle({WindowRequest::Kind::ToggleVoice}); });
    connect(&window, &ui::WindowBus::ready, this, [this] {
        m_ready = true;
        for (const WindowRequest& request : std::exchange(m_waiting, {}))
            serve(request);
    });
    connect(&m_shortcut, &GlobalShortcut::unavailable, &window, [&window] {
        Q_EMIT window.statusMessage(
            tr("This desktop gives out no such key; let one of its own shortcuts run: saysee voice --toggle"));
    });
    connect(&window, &ui::WindowBus::settingChanged, this, [this](const QString& key) {
        if (key == ui::Preferences::kGlobalShortcutKey)
            followShortcutSetting();
    });
    m_service.publish(bus);
    if (ui::Preferences(m_composition.context().settings).globalShortcut())
        m_shortcut.bind();
}

void DesktopLink::followShortcutSetting()
{
    if (ui::Preferences(m_composition.context().settings).globalShortcut())
        m_shortcut.bind();
    else
        m_shortcut.release();
}

void DesktopLink::handle(const WindowRequest& request)
{
    ui::MainWindow& window = m_composition.window();
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
    if (m_ready)
        serve(request);
    else
        m_waiting.push_back(request);
}

void DesktopLink::serve(const WindowRequest& request)
{
    if (request.kind == WindowRequest::Kind::ToggleVoice)
        Q_EMIT m_composition.context().bus.toggleVoice();
    if (!request.files.empty())
        ui::openFiles(request.files, m_composition.context().bridge, m_composition.context().bus);
}

}  // namespace saysee::gui
