// Pictures for labels, sharp on dense screens.
#pragma once

#include <QPixmap>
#include <QWidget>

namespace saysee::ui {

// As large as the widget has room for, in the pixels of the screen it is on.
[[nodiscard]] inline QPixmap scaledFor(const QWidget& widget, const QPixmap& picture)
{
    const double density = widget.devicePixelRatioF();
    QPixmap scaled = picture.scaled(widget.size() * density, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    scaled.setDevicePixelRatio(density);
    return scaled;
}

}  // namespace saysee::ui
