// Pictures for the screen, decoded off the GUI thread: thumbnails from the desktop's shared cache, large views from
// the file itself.
#pragma once

#include "core/image/thumbnails.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QString>
#include <QThreadPool>
#include <filesystem>
#include <vector>

namespace saysee::ui {

// Lives on the GUI thread. Memory is bounded: the pictures that were not shown for the longest time are dropped, and
// so are requests that more recent ones have overtaken.
class PhotoLoader : public QObject {
    Q_OBJECT

public:
    explicit PhotoLoader(QObject* parent = nullptr);
    ~PhotoLoader() override;

    enum class State { Loading, Ready, Failed };
    struct Picture {
        State state = State::Loading;
        QPixmap pixmap;  // when Ready
        QString problem;  // when Failed, one sentence
    };

    // Both return at once; when the picture is not there yet it is asked for, and changed() follows. What was asked
    // for last is served first, as it is what is on the screen now.
    Picture thumbnail(const std::filesystem::path& photo);  // at most 256 pixels a side, 512 for dense screens
    Picture large(const std::filesystem::path& photo);  // at most kLargeSide pixels a side

    static constexpr int kLargeSide = 2560;

Q_SIGNALS:
    void changed(const std::filesystem::path& photo);

private:
    enum class Kind { Thumbnail, Large };
    struct Request {
        QByteArray key;
        std::filesystem::path photo;
        Kind kind;
        image::ThumbnailSize size;  // of a thumbnail
    };
    Picture picture(Kind kind, const std::filesystem::path& photo);
    void startNext();
    void finished(const Request& request, const QImage& image, const QString& problem);

    QCache<QByteArray, Picture> m_cache;  // cost: kilobytes
    std::vector<Request> m_waiting;  // the last one is the next one
    QSet<QByteArray> m_asked;  // waiting or running
    int m_running = 0;
    QThreadPool m_pool;
};

}  // namespace saysee::ui
