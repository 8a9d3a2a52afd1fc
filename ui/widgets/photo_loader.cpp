#include "ui/widgets/photo_loader.h"

#include "core/image/decode.h"
#include "ui/bridge/text.h"

#include <QGuiApplication>
#include <algorithm>

namespace saysee::ui {

namespace {

constexpr int kCacheKilobytes = 192 * 1024;
constexpr int kThreads = 2;
constexpr std::size_t kMostWaiting = 300;  // a 4K screen full of thumbnails

QImage toImage(const image::RgbImage& picture)
{
    QImage image(picture.width, picture.height, QImage::Format_RGB888);
    const auto bytes = static_cast<std::size_t>(picture.width) * 3;
    for (int y = 0; y < picture.height; ++y)  // QImage pads its lines to four bytes, RgbImage does not
        std::copy_n(picture.pixels.data() + static_cast<std::size_t>(y) * bytes, bytes, image.scanLine(y));
    return image.convertToFormat(QImage::Format_RGB32);  // what a pixmap holds: no work left for the GUI thread
}

}  // namespace

PhotoLoader::PhotoLoader(QObject* parent) : QObject(parent), m_cache(kCacheKilobytes)
{
    m_pool.setMaxThreadCount(kThreads);
}

// Every job ends before `this` does.
PhotoLoader::~PhotoLoader() { m_pool.waitForDone(); }

PhotoLoader::Picture PhotoLoader::thumbnail(const std::filesystem::path& photo)
{
    return picture(Kind::Thumbnail, photo);
}

PhotoLoader::Picture PhotoLoader::large(const std::filesystem::path& photo) { return picture(Kind::Large, photo); }

PhotoLoader::Picture PhotoLoader::picture(Kind kind, const std::filesystem::path& photo)
{
    const QByteArray key = (kind == Kind::Large ? "large " : "small ") + QByteArray::fromStdString(photo.string());
    if (const Picture* known = m_cache.object(key))
        return *known;
    if (!m_asked.contains(key)) {
        m_asked.insert(key);
        // Two pixels of a dense screen for each that a cell is wide.
        const auto size =
            qApp->devicePixelRatio() > 1.25 ? image::ThumbnailSize::XLarge : image::ThumbnailSize::Large;
        m_waiting.push_back({key, photo, kind, size});
        if (m_waiting.size() > kMostWaiting) {
            m_asked.remove(m_waiting.front().key);  // asked for again when it is painted again
            m_waiting.erase(m_waiting.begin());
        }
        startNext();
    }
    return {};
}

void PhotoLoader::startNext()
{
    while (m_running < kThreads && !m_waiting.empty()) {
        const Request request = m_waiting.back();
        m_waiting.pop_back();
        ++m_running;
        m_pool.start([this, request] {
            const auto decoded = request.kind == Kind::Thumbnail
                ? image::thumbnail(request.photo, request.size)
                : image::decodeFile(request.photo, {.longerSide = kLargeSide});
            const QImage image = decoded ? toImage(*decoded) : QImage();
            const QString problem = decoded ? QString() : toQt(decoded.error().message);
            QMetaObject::invokeMethod(
                this, [this, request, image, problem] { finished(request, image, problem); }, Qt::QueuedConnection);
        });
    }
}

void PhotoLoader::finished(const Request& request, const QImage& image, const QString& problem)
{
    --m_running;
    m_asked.remove(request.key);
    auto* picture = new Picture {image.isNull() ? State::Failed : State::Ready, QPixmap::fromImage(image), problem};
    m_cache.insert(request.key, picture, 1 + image.width() * image.height() * 4 / 1024);
    startNext();
    Q_EMIT changed(request.photo);
}

}  // namespace saysee::ui
