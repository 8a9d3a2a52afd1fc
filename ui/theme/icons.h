// The window's own icons: resources/icons/ui/<name>.svg, drawn in the theme's colours at any size.
#pragma once

#include <QIcon>
#include <QString>

class QPainter;

namespace saysee::ui {

enum class IconOn { Surface, Accent };  // what it stands on: primary buttons are filled with the accent colour

// Follows changes of the theme by itself. An unknown name gives a null icon.
[[nodiscard]] QIcon themedIcon(const QString& name, IconOn on = IconOn::Surface);

// The same in a given colour, for what paints itself.
void paintIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& colour);

}  // namespace saysee::ui
