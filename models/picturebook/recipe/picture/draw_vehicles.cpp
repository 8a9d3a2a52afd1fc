// Cars, buses, trucks, bicycles and boats, heading right.
#include "models/picturebook/recipe/picture/artist.h"

namespace saysee::picturebook {
namespace {

const QColor kTyre(36, 36, 40);
const QColor kGlass(170, 210, 232);
const QColor kMetal(196, 200, 206);

void wheel(Artist& artist, double x, double radius)
{
    artist.ellipse(x, -radius, radius, radius, kTyre);
    artist.ellipse(x, -radius, radius * 0.5, radius * 0.5, kMetal);
}

void car(Artist& artist)
{
    QPainterPath cabin;
    cabin.moveTo(-0.42, -0.44);
    cabin.cubicTo(-0.34, -0.80, -0.26, -0.80, -0.04, -0.80);
    cabin.cubicTo(0.18, -0.80, 0.24, -0.66, 0.38, -0.44);
    cabin.closeSubpath();
    artist.shape(cabin, artist.base());
    artist.polygon({{-0.33, -0.47}, {-0.26, -0.72}, {-0.06, -0.72}, {-0.06, -0.47}}, kGlass);
    artist.polygon({{0.0, -0.47}, {0.0, -0.72}, {0.14, -0.70}, {0.28, -0.47}}, kGlass);
    artist.box(-0.66, -0.50, 0.68, -0.13, 0.13, artist.base());
    artist.box(-0.62, -0.22, 0.64, -0.13, 0.03, artist.dark());
    artist.ellipse(0.62, -0.38, 0.05, 0.05, QColor(255, 246, 200));
    artist.ellipse(-0.62, -0.38, 0.035, 0.05, QColor(200, 30, 30));
    wheel(artist, -0.38, 0.17);
    wheel(artist, 0.38, 0.17);
}

void bus(Artist& artist)
{
    artist.box(-0.74, -0.92, 0.74, -0.12, 0.08, artist.base());
    artist.box(-0.70, -0.34, 0.70, -0.26, 0.0, artist.light());
    for (int i = 0; i < 5; ++i)
        artist.box(-0.68 + 0.24 * i, -0.80, -0.49 + 0.24 * i, -0.50, 0.02, kGlass);
    artist.box(0.54, -0.80, 0.70, -0.18, 0.02, mix(kGlass, QColor(60, 80, 90), 0.3));
    wheel(artist, -0.44, 0.15);
    wheel(artist, 0.40, 0.15);
}

void truck(Artist& artist)
{
    artist.box(-0.76, -0.98, 0.24, -0.22, 0.02, artist.base());
    for (const double x : {-0.56, -0.36, -0.16, 0.04})
        artist.line(x, -0.94, x, -0.26, 0.015, artist.dark());
    artist.box(-0.76, -0.24, 0.72, -0.14, 0.02, QColor(70, 72, 78));
    artist.box(0.28, -0.70, 0.74, -0.18, 0.07, mix(kMetal, artist.base(), 0.35));
    artist.polygon({{0.44, -0.64}, {0.62, -0.64}, {0.70, -0.42}, {0.44, -0.42}}, kGlass);
    wheel(artist, -0.52, 0.16);
    wheel(artist, -0.16, 0.16);
    wheel(artist, 0.50, 0.16);
}

void bicycle(Artist& artist)
{
    QPainter& painter = artist.painter();
    for (const double x : {-0.36, 0.36}) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(kTyre, 0.055));
        painter.drawEllipse(QPointF(x, -0.28), 0.26, 0.26);
        painter.setPen(QPen(kMetal, 0.012));
        for (int i = 0; i < 4; ++i) {
            const QPointF spoke(0.24 * std::cos(0.785 * i), 0.24 * std::sin(0.785 * i));
            painter.drawLine(QPointF(x, -0.28) - spoke, QPointF(x, -0.28) + spoke);
        }
    }
    const QColor frame = artist.base();
    artist.line(-0.36, -0.28, -0.16, -0.70, 0.085, frame);
    artist.line(-0.16, -0.70, 0.24, -0.74, 0.085, frame);
    artist.line(-0.36, -0.28, 0.02, -0.28, 0.085, frame);
    artist.line(0.02, -0.28, 0.24, -0.74, 0.085, frame);
    artist.line(-0.16, -0.70, 0.02, -0.28, 0.085, frame);
    artist.line(0.36, -0.28, 0.22, -0.86, 0.085, frame);
    artist.line(0.12, -0.92, 0.30, -0.88, 0.06, kTyre);
    artist.line(-0.18, -0.70, -0.20, -0.80, 0.04, kTyre);
    artist.box(-0.34, -0.86, -0.08, -0.78, 0.04, kTyre);
}

void boat(Artist& artist)
{
    artist.line(-0.02, -0.98, -0.02, -0.26, 0.04, QColor(120, 84, 52));
    QPainterPath sail;
    sail.moveTo(0.03, -0.96);
    sail.quadTo(0.56, -0.66, 0.50, -0.36);
    sail.lineTo(0.03, -0.36);
    sail.closeSubpath();
    artist.shape(sail, artist.base());
    artist.polygon({{-0.07, -0.86}, {-0.07, -0.36}, {-0.44, -0.36}}, artist.light());
    QPainterPath hull;
    hull.moveTo(-0.66, -0.30);
    hull.lineTo(0.70, -0.30);
    hull.quadTo(0.62, -0.04, 0.42, 0);
    hull.lineTo(-0.42, 0);
    hull.quadTo(-0.60, -0.06, -0.66, -0.30);
    artist.shape(hull, artist.base());
    artist.line(-0.60, -0.22, 0.62, -0.22, 0.03, QColor(250, 248, 240));
}

}  // namespace

void drawVehicle(Kind kind, Artist& artist)
{
    switch (kind) {
    case Kind::Car:
        return car(artist);
    case Kind::Bus:
        return bus(artist);
    case Kind::Truck:
        return truck(artist);
    case Kind::Bicycle:
        return bicycle(artist);
    default:
        return boat(artist);
    }
}

}  // namespace saysee::picturebook
