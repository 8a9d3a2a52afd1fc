#include "app/gui/application_service.h"
#include "app/gui/global_shortcut.h"
#include "app/gui/single_instance.h"
#include "tests/support/message_bus.h"

#include <QDBusArgument>
#include <QDBusPendingCall>
#include <QDBusVirtualObject>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <thread>

using namespace saysee;
using gui::ApplicationService;
using gui::GlobalShortcut;
using gui::SingleInstance;
using session::WindowRequest;
using Claim = gui::SingleInstance::Claim;
using Kind = session::WindowRequest::Kind;

namespace {

const auto kPortal = QStringLiteral("org.freedesktop.portal.Desktop");
const auto kPortalPath = QStringLiteral("/org/freedesktop/portal/desktop");

// Answers as a desktop's portal does: a request object first, the answer as a signal from it afterwards.
class FakePortal : public QDBusVirtualObject {
public:
    explicit FakePortal(const QDBusConnection& bus) : m_bus(bus) { }
    uint refuseBinding = 0;
    QByteArrayList asked;  // methods with their signatures

    void press() { emitActivated(QStringLiteral("/session/1"), QStringLiteral("voice")); }
    void pressOfAnotherProgram() { emitActivated(QStringLiteral("/session/2"), QStringLiteral("voice")); }

    [[nodiscard]] QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override
    {
        const bool creates = message.member() == QLatin1String("CreateSession");
        asked << (message.member() + QLatin1Char(' ') + message.signature()).toLatin1();
        const auto options = qdbus_cast<QVariantMap>(message.arguments().last());
        const QDBusObjectPath request = creates
            ? answer(message, options, 0, {{QStringLiteral("session_handle"), QStringLiteral("/session/1")}})
            : answer(message, options, refuseBinding, {});
        return connection.send(message.createReply(QVariant::fromValue(request)));
    }

private:
    QDBusObjectPath answer(const QDBusMessage& message, const QVariantMap& options, uint response,
                           const QVariantMap& results)
    {
        QString sender = message.service().mid(1);
        sender.replace(QLatin1Char('.'), QLatin1Char('_'));
        const QString path = kPortalPath
            + QStringLiteral("/request/%1/%2").arg(sender, options.value(QStringLiteral("handle_token")).toString());
        QDBusMessage signal = QDBusMessage::createSignal(path, QStringLiteral("org.freedesktop.portal.Request"),
                                                         QStringLiteral("Response"));
        signal << response << results;
        m_bus.send(signal);
        return QDBusObjectPath(path);
    }
    void emitActivated(const QString& session, const QString& id)
    {
        QDBusMessage signal = QDBusMessage::createSignal(
            kPortalPath, QStringLiteral("org.freedesktop.portal.GlobalShortcuts"), QStringLiteral("Activated"));
        signal << QVariant::fromValue(QDBusObjectPath(session)) << id << qulonglong(1) << QVariantMap();
        m_bus.send(signal);
    }

    QDBusConnection m_bus;
};

// sendToWindow blocks, and the window answers on this thread: so it is sent from another one.
base::Status send(const WindowRequest& request, const std::filesystem::path& socket)
{
    base::Status status;
    std::atomic<bool> done = false;
    std::thread sender([&] {
        status = session::sendToWindow(request, socket);
        done = true;
    });
    while (!done)
        QTest::qWait(5);
    sender.join();
    return status;
}

}  // namespace

class TstSingleInstance : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path socket() const { return m_folder->path().toStdString() + "/run/window"; }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void theSecondStart_handsOverItsFiles()
    {
        SingleInstance first(socket());
        QSignalSpy requested(&first, &SingleInstance::requested);
        QVERIFY(first.claim({}).value() == Claim::First);
        const WindowRequest request {Kind::Open, {"/a b.jpg", "/c"}};
        QVERIFY(send(request, socket()).has_value());
        QCOMPARE(requested.count(), 1);
        QVERIFY(requested.front().front().value<WindowRequest>() == request);
    }

    void aCrashedWindow_isNoObstacle()
    {
        {
            SingleInstance first(socket());
            QVERIFY(first.claim({}).value() == Claim::First);
            std::ofstream(socket().string() + ".rest") << "";
        }
        std::filesystem::rename(socket().string() + ".rest", socket());  // what kill -9 leaves: a name nobody serves
        SingleInstance second(socket());
        QVERIFY(second.claim({}).value() == Claim::First);
        QVERIFY(send({Kind::ToggleVoice}, socket()).has_value());
    }

    void aSilentWindow_isNamed()
    {
        QDir().mkpath(m_folder->path() + QStringLiteral("/run"));
        QLockFile other(QString::fromStdString(socket().string()) + QStringLiteral(".lock"));
        QVERIFY(other.lock());
        SingleInstance second(socket());
        QCOMPARE(second.claim({}).error().code, base::ErrorCode::Busy);
    }

    void whatIsNoRequest_isRefused_andHarmless()
    {
        SingleInstance first(socket());
        QSignalSpy requested(&first, &SingleInstance::requested);
        QVERIFY(first.claim({}).value() == Claim::First);
        QLocalSocket stranger;
        stranger.connectToServer(QString::fromStdString(socket().string()));
        QVERIFY(stranger.waitForConnected());
        stranger.write(QByteArray("GET / HTTP/1.1\r\n\0\0", 18));
        QTRY_COMPARE(stranger.bytesAvailable(), qint64(2));
        QCOMPARE(stranger.readAll(), QByteArray("no"));
        {
            QLocalSocket hangsUp;
            hangsUp.connectToServer(QString::fromStdString(socket().string()));
            QVERIFY(hangsUp.waitForConnected());
            hangsUp.write("op");
            hangsUp.flush();
        }
        QVERIFY(send({Kind::Activate}, socket()).has_value());
        QCOMPARE(requested.count(), 1);
    }

    void theDesktop_reachesTheWindowByItsName()
    {
        if (!test::MessageBus::isInstalled())
            QSKIP("needs dbus-daemon");
        test::MessageBus bus;
        QVERIFY(bus.start());
        ApplicationService service;
        QSignalSpy requested(&service, &ApplicationService::requested);
        QVERIFY(service.publish(bus.connect()));
        ApplicationService late;
        QVERIFY2(!late.publish(bus.connect()), "two windows have one name");

        const QDBusConnection desktop = bus.connect();
        const auto call = [&desktop](const QString& method, const QVariantList& arguments) {
            QDBusMessage message =
                QDBusMessage::createMethodCall(ApplicationService::kName, ApplicationService::kPath,
                                               QStringLiteral("org.freedesktop.Application"), method);
            message.setArguments(arguments);
            desktop.asyncCall(message);
        };
        call(QStringLiteral("Activate"), {QVariantMap()});
        call(QStringLiteral("Open"),
             {QStringList {QStringLiteral("file:///a%20b.jpg"), QStringLiteral("https://example.org/c.jpg")},
              QVariantMap()});
        call(QStringLiteral("ActivateAction"), {QStringLiteral("voice"), QVariantList(), QVariantMap()});
        call(QStringLiteral("ActivateAction"), {QStringLiteral("unknown"), QVariantList(), QVariantMap()});
        QTRY_COMPARE(requested.count(), 3);
        QTest::qWait(50);
        QCOMPARE(requested.count(), 3);
        QVERIFY(requested[1].front().value<WindowRequest>() == (WindowRequest {Kind::Open, {"/a b.jpg"}}));
        QVERIFY(requested[2].front().value<WindowRequest>() == WindowRequest {Kind::ToggleVoice});
    }

    void aKeyOfTheDesktop_listens()
    {
        if (!test::MessageBus::isInstalled())
            QSKIP("needs dbus-daemon");
        test::MessageBus bus;
        QVERIFY(bus.start());
        QDBusConnection desktop = bus.connect();
        FakePortal portal(desktop);
        QVERIFY(desktop.registerVirtualObject(kPortalPath, &portal));
        QVERIFY(desktop.registerService(kPortal));

        GlobalShortcut shortcut(bus.connect());
        QSignalSpy bound(&shortcut, &GlobalShortcut::bound);
        QSignalSpy activated(&shortcut, &GlobalShortcut::activated);
        shortcut.bind();
        shortcut.bind();
        QTRY_COMPARE(bound.count(), 1);
        QCOMPARE(portal.asked,
                 (QByteArrayList {"CreateSession a{sv}", "BindShortcuts oa(sa{sv})sa{sv}"}));  // as the portal has it
        portal.pressOfAnotherProgram();
        portal.press();
        QTRY_COMPARE(activated.count(), 1);

        GlobalShortcut refused(bus.connect());
        QSignalSpy unavailable(&refused, &GlobalShortcut::unavailable);
        portal.refuseBinding = 1;
        refused.bind();
        QTRY_COMPARE(unavailable.count(), 1);
    }

    void withoutAPortal_itIsSaid()
    {
        GlobalShortcut nowhere(QDBusConnection(QStringLiteral("no such connection")));
        QSignalSpy unavailable(&nowhere, &GlobalShortcut::unavailable);
        nowhere.bind();
        QCOMPARE(unavailable.count(), 1);
        if (!test::MessageBus::isInstalled())
            return;
        test::MessageBus bus;
        QVERIFY(bus.start());
        GlobalShortcut lonely(bus.connect());
        QSignalSpy alsoUnavailable(&lonely, &GlobalShortcut::unavailable);
        lonely.bind();
        QTRY_COMPARE(alsoUnavailable.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TstSingleInstance)
#include "tst_single_instance.moc"
