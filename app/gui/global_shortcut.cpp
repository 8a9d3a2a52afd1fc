#include "app/gui/global_shortcut.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>

namespace saysee::gui {

namespace {

const auto kService = QStringLiteral("org.freedesktop.portal.Desktop");
const auto kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const auto kInterface = QStringLiteral("org.freedesktop.portal.GlobalShortcuts");
const auto kRequest = QStringLiteral("org.freedesktop.portal.Request");
const auto kVoice = QStringLiteral("voice");

struct Shortcut {
    QString id;
    QVariantMap properties;
};

QDBusArgument& operator<<(QDBusArgument& argument, const Shortcut& shortcut)
{
    argument.beginStructure();
    argument << shortcut.id << shortcut.properties;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, Shortcut& shortcut)
{
    argument.beginStructure();
    argument >> shortcut.id >> shortcut.properties;
    argument.endStructure();
    return argument;
}

QDBusMessage portalCall(const QString& method)
{
    return QDBusMessage::createMethodCall(kService, kPath, kInterface, method);
}

}  // namespace

GlobalShortcut::GlobalShortcut(QDBusConnection bus, QObject* parent) : QObject(parent), m_bus(std::move(bus))
{
    qDBusRegisterMetaType<Shortcut>();
    qDBusRegisterMetaType<QList<Shortcut>>();
}

GlobalShortcut::~GlobalShortcut() { release(); }

QString GlobalShortcut::expectAnswer(const char* slot)
{
    const QString token = QStringLiteral("saysee%1").arg(++m_requests);
    QString sender = m_bus.baseService().mid(1);
    sender.replace(QLatin1Char('.'), QLatin1Char('_'));
    const QString path = QStringLiteral("/org/freedesktop/portal/desktop/request/%1/%2").arg(sender, token);
    m_bus.connect(kService, path, kRequest, QStringLiteral("Response"), this, slot);
    return token;
}

void GlobalShortcut::call(QDBusMessage message)
{
    auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* call) {
        call->deleteLater();
        if (!call->isError())
            return;
        release();
        Q_EMIT unavailable();
    });
}

void GlobalShortcut::bind()
{
    if (std::exchange(m_asked, true))
        return;
    if (!m_bus.isConnected()) {
        m_asked = false;
        Q_EMIT unavailable();
        return;
    }
    const QString token = expectAnswer(SLOT(onSessionCreated(uint, QVariantMap)));
    QDBusMessage message = portalCall(QStringLiteral("CreateSession"));
    message << QVariantMap {{QStringLiteral("handle_token"), token},
                            {QStringLiteral("session_handle_token"), QStringLiteral("saysee")}};
    call(message);
}

void GlobalShortcut::onSessionCreated(uint response, const QVariantMap& results)
{
    if (response != 0) {
        m_asked = false;
        Q_EMIT unavailable();
        return;
    }
    m_session = results.value(QStringLiteral("session_handle")).toString();
    m_bus.connect(kService, kPath, kInterface, QStringLiteral("Activated"), this,
                  SLOT(onActivated(QDBusObjectPath, QString, qulonglong, QVariantMap)));
    const QString token = expectAnswer(SLOT(onBound(uint, QVariantMap)));
    const QList<Shortcut> shortcuts {
        {kVoice,
         {{QStringLiteral("description"), tr("Search photos by voice: start or stop listening")},
          {QStringLiteral("preferred_trigger"), QStringLiteral("LOGO+ALT+space")}}}};
    QDBusMessage message = portalCall(QStringLiteral("BindShortcuts"));
    message << QVariant::fromValue(QDBusObjectPath(m_session)) << QVariant::fromValue(shortcuts) << QString()
            << QVariantMap {{QStringLiteral("handle_token"), token}};
    call(message);
}

void GlobalShortcut::onBound(uint response, const QVariantMap&)
{
    if (response == 0) {
        Q_EMIT bound();
        return;
    }
    release();
    Q_EMIT unavailable();
}

void GlobalShortcut::onActivated(const QDBusObjectPath& session, const QString& shortcut, qulonglong,
                                 const QVariantMap&)
{
    if (session.path() == m_session && shortcut == kVoice)
        Q_EMIT activated();
}

void GlobalShortcut::release()
{
    m_asked = false;
    if (m_session.isEmpty())
        return;
    m_bus.disconnect(kService, kPath, kInterface, QStringLiteral("Activated"), this,
                     SLOT(onActivated(QDBusObjectPath, QString, qulonglong, QVariantMap)));
    m_bus.send(QDBusMessage::createMethodCall(kService, m_session, QStringLiteral("org.freedesktop.portal.Session"),
                                              QStringLiteral("Close")));
    m_session.clear();
}

}  // namespace saysee::gui
