#include "core/session/window_request.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <future>

using namespace saysee;
using session::parseWindowRequest;
using session::sendToWindow;
using session::WindowRequest;
using Kind = session::WindowRequest::Kind;
using namespace std::string_literals;

class TstWindowRequest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requests_surviveTheJourney()
    {
        const WindowRequest requests[] = {
            {Kind::Activate},
            {Kind::ToggleVoice},
            {Kind::Open},
            {Kind::Open, {"/photos/a b.jpg", "/\xff not UTF-8/\nline", "/"}},
        };
        for (const WindowRequest& request : requests) {
            const auto back = parseWindowRequest(toBytes(request));
            QVERIFY2(back.has_value(), back ? "" : back.error().message.c_str());
            QVERIFY(*back == request);
        }
    }

    void foreignBytes_areRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no end") << QByteArray("activate");
        QTest::newRow("half an end") << QByteArray("activate\0", 9);
        QTest::newRow("only an end") << QByteArray("\0\0", 2);
        QTest::newRow("unknown") << QByteArray("delete-everything\0\0", 19);
        QTest::newRow("relative path") << QByteArray("open\0a.jpg\0\0", 12);
        QTest::newRow("empty path") << QByteArray("open\0\0/a\0\0", 10);
        QTest::newRow("files with a verb that takes none") << QByteArray("voice-toggle\0/a\0\0", 17);
        QTest::newRow("web page") << QByteArray("GET / HTTP/1.1\r\n\0\0", 18);
        QTest::newRow("too long") << QByteArray("open\0/", 6) + QByteArray(session::kLongestWindowRequest, 'a')
                + QByteArray("\0\0", 2);
    }
    void foreignBytes_areRefused()
    {
        QFETCH(QByteArray, bytes);
        const auto parsed = parseWindowRequest(bytes.toStdString());
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().code, base::ErrorCode::InvalidArgument);
    }

    void withoutAWindow_theAnswerSaysSo()
    {
        const QTemporaryDir folder;
        const std::filesystem::path socket = folder.path().toStdString() + "/socket";
        QCOMPARE(sendToWindow({}, socket).error().code, base::ErrorCode::NotFound);
        QFile(folder.path() + QStringLiteral("/socket")).open(QIODevice::WriteOnly);
        QCOMPARE(sendToWindow({}, socket).error().code, base::ErrorCode::NotFound);  // a left-over
        QCOMPARE(sendToWindow({}, "/" + std::string(200, 'x')).error().code, base::ErrorCode::Io);
    }

    void aLongRequest_arrivesWhole()
    {
        const QTemporaryDir folder;
        const QString socket = folder.path() + QStringLiteral("/socket");
        WindowRequest request {Kind::Open};
        for (int i = 0; i < 10'000; ++i)
            request.files.emplace_back("/a folder with a rather long name/photo " + std::to_string(i) + ".jpg");
        QLocalServer server;
        QVERIFY(server.listen(socket));
        auto sent = std::async(std::launch::async, [&] { return sendToWindow(request, socket.toStdString()); });
        QVERIFY(server.waitForNewConnection(5000));
        QLocalSocket* connection = server.nextPendingConnection();
        QByteArray received;
        while (!received.endsWith(QByteArray("\0\0", 2)) && connection->waitForReadyRead(5000))
            received += connection->readAll();
        connection->write("ok");
        connection->flush();
        connection->disconnectFromServer();
        const auto outcome = sent.get();
        QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
        QVERIFY(parseWindowRequest(received.toStdString()).value() == request);
    }
};

QTEST_GUILESS_MAIN(TstWindowRequest)
#include "tst_window_request.moc"
