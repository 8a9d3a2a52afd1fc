#include "app/gui/application_service.h"

#include "ui/bridge/text.h"

#include <QUrl>

namespace saysee::gui {

using session::WindowRequest;
using Kind = WindowRequest::Kind;

const QString ApplicationService::kName = QStringLiteral("io.github.saysee.SaySee");
const QString ApplicationService::kPath = QStringLiteral("/io/github/saysee/SaySee");

ApplicationService::~ApplicationService()
{
    if (m_bus.isEmpty())
        return;
    QDBusConnection bus(m_bus);
    bus.unregisterService(kName);
    bus.unregisterObject(kPath);
}

bool ApplicationService::publish(QDBusConnection bus)
{
    if (!bus.isConnected() || !bus.registerObject(kPath, this, QDBusConnection::ExportScriptableSlots))
        return false;
    if (!bus.registerService(kName)) {
        bus.unregisterObject(kPath);
        return false;
    }
    m_bus = bus.name();
    return true;
}

void ApplicationService::Activate(const QVariantMap&) { Q_EMIT requested({Kind::Activate}); }

void ApplicationService::Open(const QStringList& uris, const QVariantMap&)
{
    WindowRequest request {Kind::Open};
    for (const QString& uri : uris)
        if (auto path = ui::toPath(QUrl(uri)); path.is_absolute())
            request.files.push_back(std::move(path));
    Q_EMIT requested(request);
}

void ApplicationService::ActivateAction(const QString& action, const QVariantList&, const QVariantMap&)
{
    if (action == QLatin1String("voice"))
        Q_EMIT requested({Kind::ToggleVoice});
}

}  // namespace saysee::gui
