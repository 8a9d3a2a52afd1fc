#include "ui/widgets/photo_actions.h"

#include "ui/bridge/text.h"

#include <QClipboard>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QMimeData>
#include <QUrl>

namespace saysee::ui {

bool openPhoto(const std::filesystem::path& photo) { return QDesktopServices::openUrl(toUrl(photo)); }

void showInFolder(const std::filesystem::path& photo)
{
    QDBusMessage request = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    request << QStringList {toUrl(photo).toString(QUrl::FullyEncoded)} << QString();
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(request), qApp);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, photo] {
        if (QDBusPendingReply<>(*watcher).isError())
            QDesktopServices::openUrl(toUrl(photo.parent_path()));
        watcher->deleteLater();
    });
}

void copyPhotos(const std::vector<std::filesystem::path>& photos)
{
    QList<QUrl> urls;
    QStringList paths;
    for (const auto& photo : photos) {
        urls.append(toUrl(photo));
        paths.append(displayPath(photo));
    }
    auto* data = new QMimeData;
    data->setUrls(urls);
    data->setText(paths.join(QLatin1Char('\n')));
    QGuiApplication::clipboard()->setMimeData(data);
}

}  // namespace saysee::ui
