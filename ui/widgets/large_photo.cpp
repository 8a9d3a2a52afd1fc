#include "ui/widgets/large_photo.h"

#include "ui/bridge/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/photo_loader.h"

#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QUrl>
#include <QWheelEvent>
#include <cstdlib>

namespace saysee::ui {

namespace {

constexpr int kDragSide = 128;  // of the picture under the cursor

// In the middle of `room`, never larger than it is.
QRect fit(const QPixmap& pixmap, const QRect& room, double pixelRatio)
{
    QSize size = pixmap.size() / pixelRatio;
    if (size.width() > room.width() || size.height() > room.height())
        size.scale(room.size(), Qt::KeepAspectRatio);
    QRect rect(QPoint(), size);
    rect.moveCenter(room.center());
    return rect;
}

}  // namespace

LargePhoto::LargePhoto(PhotoLoader& photos, QWidget* parent) : QWidget(parent), m_photos(photos)
{
    setMinimumSize(200, 160);
    setAccessibleName(tr("Photo"));
    connect(&m_photos, &PhotoLoader::changed, this, [this](const std::filesystem::path& changed) {
        if (changed == m_photo)
            update();
    });
}

void LargePhoto::setPhoto(const std::filesystem::path& photo)
{
    m_photo = photo;
    setAccessibleDescription(displayName(photo));
    update();
}

void LargePhoto::prepare(const std::filesystem::path& photo) { m_photos.large(photo); }

void LargePhoto::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const auto large = m_photos.large(m_photo);
    if (large.state == PhotoLoader::State::Ready) {
        painter.drawPixmap(fit(large.pixmap, rect(), devicePixelRatioF()), large.pixmap);
        return;
    }
    painter.setPen(colours(currentScheme()).quietText);
    if (large.state == PhotoLoader::State::Failed) {
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, large.problem);
        return;
    }
    // The thumbnail stands in until the photo is read.
    if (const auto small = m_photos.thumbnail(m_photo); small.state == PhotoLoader::State::Ready) {
        QRect room(QPoint(), small.pixmap.size().scaled(size(), Qt::KeepAspectRatio));
        room.moveCenter(rect().center());
        painter.drawPixmap(room, small.pixmap);
    }
}

void LargePhoto::mousePressEvent(QMouseEvent* event) { m_pressedAt = event->pos(); }

void LargePhoto::mouseMoveEvent(QMouseEvent* event)
{
    const bool far = (event->pos() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if (!(event->buttons() & Qt::LeftButton) || !far || m_photo.empty())
        return;
    auto* drag = new QDrag(this);
    auto* mime = new QMimeData;
    mime->setUrls({toUrl(m_photo)});
    drag->setMimeData(mime);
    if (const auto small = m_photos.thumbnail(m_photo); small.state == PhotoLoader::State::Ready)
        drag->setPixmap(small.pixmap.scaled(kDragSide, kDragSide, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    drag->exec(Qt::CopyAction);
}

void LargePhoto::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const int turned = event->angleDelta().y();
    if (turned == 0)
        return;
    if ((turned > 0) != (m_turned > 0))
        m_turned = 0;
    m_turned += turned;
    constexpr int notch = QWheelEvent::DefaultDeltasPerStep;  // a touchpad comes to it in many small events
    while (std::abs(m_turned) >= notch) {
        const bool back = m_turned > 0;
        m_turned -= back ? notch : -notch;
        Q_EMIT stepped(back ? -1 : 1);
    }
}

}  // namespace saysee::ui
