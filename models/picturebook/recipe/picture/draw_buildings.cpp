// Houses, tents, lighthouses, windmills, and what grows.
#include "models/picturebook/recipe/picture/artist.h"

namespace saysee::picturebook {
namespace {

const QColor kWood(116, 78, 44);
const QColor kRoof(122, 64, 48);
const QColor kWindow(250, 226, 150);

void house(Artist& artist)
{
    artist.box(-0.48, -0.58, 0.48, 0, 0.0, artist.base());
    artist.box(0.20, -0.98, 0.32, -0.70, 0.0, kRoof);
    artist.polygon({{-0.60, -0.54}, {0.0, -1.0}, {0.60, -0.54}}, kRoof);
    artist.box(-0.10, -0.32, 0.10, 0, 0.02, kWood);
    artist.box(-0.38, -0.44, -0.19, -0.24, 0.0, kWindow);
    artist.box(0.19, -0.44, 0.38, -0.24, 0.0, kWindow);
    artist.line(-0.285, -0.44, -0.285, -0.24, 0.02, kWood);
    artist.line(0.285, -0.44, 0.285, -0.24, 0.02, kWood);
}

void tent(Artist& artist)
{
    artist.polygon({{-0.66, 0}, {-0.06, -0.86}, {0.62, 0}}, artist.base());
    artist.polygon({{-0.66, 0}, {-0.06, -0.86}, {-0.34, 0}}, artist.dark());
    artist.polygon({{0.0, 0}, {-0.04, -0.62}, {0.26, 0}}, QColor(46, 38, 44));
    artist.line(-0.06, -0.86, -0.06, -0.96, 0.03, kWood);
    artist.line(0.62, 0, 0.74, 0, 0.02, kWood);
}

void lighthouse(Artist& artist)
{
    const QColor stripe = artist.base().lightness() > 200 ? QColor(120, 130, 140) : QColor(248, 246, 240);
    artist.polygon({{-0.24, 0}, {-0.14, -0.74}, {0.14, -0.74}, {0.24, 0}}, artist.base());
    artist.polygon({{-0.205, -0.26}, {-0.185, -0.40}, {0.185, -0.40}, {0.205, -0.26}}, stripe);
    artist.polygon({{-0.165, -0.54}, {-0.15, -0.66}, {0.15, -0.66}, {0.165, -0.54}}, stripe);
    artist.box(-0.20, -0.78, 0.20, -0.73, 0.01, QColor(60, 60, 66));
    artist.box(-0.11, -0.90, 0.11, -0.78, 0.02, QColor(255, 240, 150));
    artist.polygon({{-0.16, -0.89}, {0, -1.0}, {0.16, -0.89}}, artist.dark());
    artist.box(-0.06, -0.16, 0.06, 0, 0.02, kWood);
}

void windmill(Artist& artist)
{
    artist.polygon({{-0.26, 0}, {-0.15, -0.62}, {0.15, -0.62}, {0.26, 0}}, artist.base());
    artist.polygon({{-0.19, -0.60}, {0, -0.78}, {0.19, -0.60}}, kRoof);
    artist.box(-0.07, -0.18, 0.07, 0, 0.03, kWood);
    artist.box(-0.05, -0.44, 0.05, -0.34, 0.0, kWindow);
    QPainter& painter = artist.painter();
    const double turn = artist.random().between(10, 80);
    painter.save();
    painter.translate(0, -0.62);
    painter.rotate(turn);
    for (int i = 0; i < 4; ++i) {
        artist.line(0, 0, 0, -0.46, 0.03, kWood);
        artist.box(0.01, -0.46, 0.13, -0.12, 0.0, QColor(238, 230, 210));
        painter.rotate(90);
    }
    painter.restore();
    artist.ellipse(0, -0.62, 0.04, 0.04, kWood);
}

void tree(Artist& artist)
{
    artist.box(-0.07, -0.42, 0.07, 0, 0.03, kWood);
    Random& random = artist.random();
    artist.ellipse(-0.22, -0.56, 0.22, 0.19, artist.dark());
    artist.ellipse(0.22, -0.56, 0.22, 0.19, artist.dark());
    artist.ellipse(0.0, -0.66, 0.34, 0.30, artist.base());
    artist.ellipse(-0.10, -0.80, 0.20, 0.17, artist.base());
    artist.painter().setPen(Qt::NoPen);
    for (int i = 0; i < 14; ++i) {
        const double angle = random.between(0, 6.28);
        const double radius = random.between(0.05, 0.28);
        artist.painter().setBrush(mix(artist.base(), random.chance(0.5) ? Qt::white : Qt::black, 0.18));
        artist.painter().drawEllipse(QPointF(radius * std::cos(angle), -0.66 + 0.9 * radius * std::sin(angle)), 0.03,
                                     0.022);
    }
}

void flower(Artist& artist)
{
    const QColor stem(44, 128, 48);
    artist.line(0, -0.60, 0, 0, 0.06, stem);
    artist.ellipse(-0.15, -0.20, 0.15, 0.06, stem);
    artist.ellipse(0.15, -0.30, 0.15, 0.06, stem);
    for (int i = 0; i < 6; ++i) {
        const double angle = 1.047 * i;
        artist.ellipse(0.22 * std::cos(angle), -0.70 + 0.20 * std::sin(angle), 0.15, 0.14, artist.base());
    }
    artist.ellipse(0, -0.70, 0.11, 0.11,
                   artist.base().lightness() > 130 ? QColor(150, 96, 30) : QColor(250, 212, 60));
}

void cactus(Artist& artist)
{
    artist.box(-0.56, -0.62, -0.38, -0.30, 0.09, artist.base());
    artist.box(-0.54, -0.44, -0.02, -0.28, 0.08, artist.base());
    artist.box(0.36, -0.76, 0.54, -0.44, 0.09, artist.base());
    artist.box(0.02, -0.58, 0.52, -0.42, 0.08, artist.base());
    artist.box(-0.15, -1.0, 0.15, 0, 0.14, artist.base());
    for (const double x : {-0.06, 0.05})
        artist.line(x, -0.90, x, -0.06, 0.02, artist.light());
}

void mushroom(Artist& artist)
{
    artist.box(-0.14, -0.46, 0.14, 0, 0.08, QColor(240, 228, 204));
    QPainterPath cap;
    cap.moveTo(-0.52, -0.40);
    cap.cubicTo(-0.50, -1.02, 0.50, -1.02, 0.52, -0.40);
    cap.quadTo(0, -0.30, -0.52, -0.40);
    artist.shape(cap, artist.base());
    const QColor dots = artist.base().lightness() > 200 ? QColor(190, 170, 150) : QColor(252, 250, 244);
    artist.ellipse(-0.24, -0.58, 0.08, 0.07, dots);
    artist.ellipse(0.04, -0.72, 0.09, 0.07, dots);
    artist.ellipse(0.28, -0.54, 0.07, 0.06, dots);
}

}  // namespace

void drawBuilding(Kind kind, Artist& artist)
{
    switch (kind) {
    case Kind::House:
        return house(artist);
    case Kind::Tent:
        return tent(artist);
    case Kind::Lighthouse:
        return lighthouse(artist);
    default:
        return windmill(artist);
    }
}

void drawPlant(Kind kind, Artist& artist)
{
    switch (kind) {
    case Kind::Tree:
        return tree(artist);
    case Kind::Flower:
        return flower(artist);
    case Kind::Cactus:
        return cactus(artist);
    default:
        return mushroom(artist);
    }
}

}  // namespace saysee::picturebook
