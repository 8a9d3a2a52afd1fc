// Shapes with a little light on them, and the choice of the drawing function.
#include "models/picturebook/recipe/picture/artist.h"

#include <QLinearGradient>
#include <QPolygonF>
#include <array>

namespace saysee::picturebook {

QColor paint(Colour colour)
{
    static const std::array<QColor, kColours> colours = {
        QColor(214, 40, 38), QColor(242, 134, 28),  QColor(247, 209, 45),  QColor(58, 148, 62),
        QColor(40, 96, 205), QColor(122, 52, 160),  QColor(244, 132, 178), QColor(124, 76, 40),
        QColor(34, 33, 38),  QColor(244, 243, 238), QColor(136, 140, 146)};
    return colours[static_cast<std::size_t>(colour)];
}

QColor mix(const QColor& a, const QColor& b, double share)
{
    const auto blend = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return QColor(blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue()));
}

Artist::Artist(QPainter& painter, QColor base, Random random) : m_painter(painter), m_base(base), m_random(random) { }

void Artist::shape(const QPainterPath& path, const QColor& colour)
{
    const QRectF bounds = path.boundingRect();
    QLinearGradient gradient(bounds.topLeft(), bounds.bottomLeft());
    gradient.setColorAt(0, mix(colour, Qt::white, 0.16));
    gradient.setColorAt(0.55, colour);
    gradient.setColorAt(1, mix(colour, QColor(20, 15, 40), 0.22));
    m_painter.setPen(QPen(mix(colour, QColor(15, 12, 25), 0.5), 0.012));
    m_painter.setBrush(gradient);
    m_painter.drawPath(path);
}

void Artist::ellipse(double x, double y, double radiusX, double radiusY, const QColor& colour)
{
    QPainterPath path;
    path.addEllipse(QPointF(x, y), radiusX, radiusY);
    shape(path, colour);
}

void Artist::box(double left, double top, double right, double bottom, double corner, const QColor& colour)
{
    QPainterPath path;
    path.addRoundedRect(QRectF(QPointF(left, top), QPointF(right, bottom)), corner, corner);
    shape(path, colour);
}

void Artist::polygon(std::initializer_list<QPointF> points, const QColor& colour)
{
    QPainterPath path;
    path.addPolygon(QPolygonF(QList<QPointF>(points)));
    path.closeSubpath();
    shape(path, colour);
}

void Artist::line(double x1, double y1, double x2, double y2, double width, const QColor& colour)
{
    m_painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
    m_painter.drawLine(QPointF(x1, y1), QPointF(x2, y2));
}

void Artist::curve(QPointF from, QPointF control, QPointF to, double width, const QColor& colour)
{
    QPainterPath path(from);
    path.quadTo(control, to);
    m_painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(path);
}

void drawThing(Kind kind, Artist& artist)
{
    if (kind <= Kind::Bird)
        return drawAnimal(kind, artist);
    if (kind <= Kind::Boat)
        return drawVehicle(kind, artist);
    if (kind <= Kind::Windmill)
        return drawBuilding(kind, artist);
    if (kind <= Kind::Mushroom)
        return drawPlant(kind, artist);
    if (kind <= Kind::Kite)
        return drawObject(kind, artist);
    drawPerson(kind, artist);
}

}  // namespace saysee::picturebook
