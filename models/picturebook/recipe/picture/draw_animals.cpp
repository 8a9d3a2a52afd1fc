// Animals, seen from the side and looking right.
#include "models/picturebook/recipe/picture/artist.h"

namespace saysee::picturebook {
namespace {

const QColor kEye(20, 16, 20);
const QColor kPinkSkin(236, 160, 160);

void legs(Artist& artist, std::initializer_list<double> positions, double top, double width, const QColor& colour)
{
    for (const double x : positions)
        artist.box(x - width / 2, top, x + width / 2, 0, width / 3, colour);
}

void eye(Artist& artist, double x, double y, double radius = 0.025)
{
    artist.painter().setPen(Qt::NoPen);
    artist.painter().setBrush(QColor(250, 250, 250));
    artist.painter().drawEllipse(QPointF(x, y), radius * 1.5, radius * 1.5);
    artist.painter().setBrush(kEye);
    artist.painter().drawEllipse(QPointF(x + radius * 0.4, y), radius, radius);
}

void dog(Artist& artist)
{
    const QColor fur = artist.base();
    artist.curve({-0.38, -0.45}, {-0.62, -0.6}, {-0.56, -0.85}, 0.08, fur);  // tail, up
    legs(artist, {-0.30, 0.16}, -0.35, 0.11, artist.dark());
    artist.box(-0.44, -0.60, 0.30, -0.26, 0.17, fur);
    legs(artist, {-0.38, 0.24}, -0.36, 0.12, fur);
    artist.ellipse(0.34, -0.72, 0.20, 0.18, fur);
    artist.box(0.36, -0.72, 0.62, -0.56, 0.07, artist.light());  // snout
    artist.ellipse(0.60, -0.69, 0.05, 0.04, kEye);
    artist.ellipse(0.20, -0.66, 0.08, 0.19, artist.dark());  // hanging ear
    eye(artist, 0.40, -0.78);
    artist.box(0.14, -0.57, 0.32, -0.50, 0.02, QColor(200, 40, 50));  // collar
}

void cat(Artist& artist)
{
    const QColor fur = artist.base();
    artist.curve({-0.26, -0.06}, {-0.66, -0.10}, {-0.48, -0.52}, 0.09, artist.dark());
    QPainterPath body;
    body.moveTo(-0.32, 0);
    body.cubicTo(-0.40, -0.42, -0.12, -0.60, 0.04, -0.60);
    body.cubicTo(0.22, -0.60, 0.28, -0.30, 0.26, 0);
    body.closeSubpath();
    artist.shape(body, fur);
    legs(artist, {0.08, 0.20}, -0.32, 0.10, artist.light());
    artist.polygon({{-0.12, -0.80}, {-0.14, -1.0}, {0.04, -0.90}}, fur);
    artist.polygon({{0.16, -0.90}, {0.34, -1.0}, {0.32, -0.78}}, fur);
    artist.ellipse(0.10, -0.74, 0.24, 0.20, fur);
    artist.ellipse(0.10, -0.66, 0.11, 0.07, artist.light());
    eye(artist, 0.01, -0.77, 0.03);
    eye(artist, 0.19, -0.77, 0.03);
    artist.ellipse(0.10, -0.69, 0.025, 0.02, kPinkSkin);
}

void horse(Artist& artist)
{
    const QColor fur = artist.base();
    const QColor mane = mix(fur, fur.lightness() > 120 ? QColor(70, 50, 40) : QColor(235, 215, 170), 0.75);
    artist.curve({-0.40, -0.56}, {-0.60, -0.50}, {-0.56, -0.18}, 0.09, mane);
    legs(artist, {-0.26, 0.14}, -0.40, 0.08, artist.dark());
    artist.ellipse(-0.06, -0.50, 0.38, 0.19, fur);
    legs(artist, {-0.36, 0.24}, -0.45, 0.09, fur);
    artist.polygon({{0.10, -0.56}, {0.32, -0.95}, {0.46, -0.86}, {0.32, -0.42}}, fur);
    artist.polygon({{0.30, -0.96}, {0.44, -0.98}, {0.66, -0.76}, {0.58, -0.68}, {0.36, -0.76}}, fur);
    artist.polygon({{0.32, -0.94}, {0.34, -1.05}, {0.40, -0.96}}, fur);
    artist.curve({0.10, -0.60}, {0.14, -0.86}, {0.32, -0.98}, 0.08, mane);
    eye(artist, 0.45, -0.87, 0.02);
}

void cow(Artist& artist)
{
    const QColor hide = artist.base();
    const QColor patch = hide.lightness() > 150 ? QColor(60, 52, 50) : QColor(240, 236, 228);
    artist.curve({-0.48, -0.62}, {-0.60, -0.50}, {-0.56, -0.26}, 0.04, artist.dark());
    legs(artist, {-0.30, 0.18}, -0.34, 0.11, artist.dark());
    artist.box(-0.50, -0.72, 0.32, -0.24, 0.14, hide);
    artist.ellipse(-0.28, -0.54, 0.09, 0.08, patch);
    artist.ellipse(0.06, -0.44, 0.07, 0.06, patch);
    artist.ellipse(-0.24, -0.24, 0.10, 0.06, kPinkSkin);
    legs(artist, {-0.42, 0.26}, -0.30, 0.12, hide);
    artist.curve({0.34, -0.90}, {0.26, -1.0}, {0.30, -1.04}, 0.05, QColor(245, 235, 205));
    artist.curve({0.50, -0.90}, {0.58, -1.0}, {0.54, -1.04}, 0.05, QColor(245, 235, 205));
    artist.ellipse(0.27, -0.84, 0.10, 0.05, artist.dark());
    artist.box(0.28, -0.94, 0.56, -0.54, 0.10, hide);
    artist.box(0.27, -0.68, 0.61, -0.50, 0.08, kPinkSkin);
    eye(artist, 0.42, -0.82, 0.022);
}

void sheep(Artist& artist)
{
    const QColor wool = artist.base();
    const QColor face = wool.lightness() > 100 ? QColor(66, 58, 60) : QColor(214, 196, 178);
    legs(artist, {-0.24, -0.10, 0.10, 0.22}, -0.30, 0.08, face);
    for (int i = 0; i < 8; ++i) {
        const double angle = 0.785 * i;
        artist.ellipse(-0.04 + 0.30 * std::cos(angle), -0.50 + 0.19 * std::sin(angle), 0.17, 0.16, wool);
    }
    artist.painter().setPen(Qt::NoPen);
    artist.painter().setBrush(mix(wool, Qt::white, 0.08));
    artist.painter().drawEllipse(QPointF(-0.04, -0.50), 0.34, 0.24);
    artist.ellipse(0.42, -0.64, 0.13, 0.17, face);
    artist.ellipse(0.40, -0.80, 0.14, 0.08, wool);
    eye(artist, 0.45, -0.66);
}

void rabbit(Artist& artist)
{
    const QColor fur = artist.base();
    artist.ellipse(-0.40, -0.16, 0.10, 0.10, QColor(250, 248, 244));
    artist.ellipse(-0.10, -0.28, 0.32, 0.28, fur);
    artist.ellipse(-0.14, -0.14, 0.18, 0.14, artist.light());
    artist.ellipse(0.16, -0.04, 0.14, 0.05, artist.light());
    for (const double x : {0.10, 0.26}) {
        artist.ellipse(x, -0.82, 0.07, 0.22, fur);
        artist.ellipse(x, -0.80, 0.035, 0.16, kPinkSkin);
    }
    artist.ellipse(0.20, -0.50, 0.20, 0.18, fur);
    artist.ellipse(0.36, -0.46, 0.03, 0.025, kPinkSkin);
    eye(artist, 0.24, -0.55, 0.03);
}

void duck(Artist& artist)
{
    const QColor plumage = artist.base();
    const QColor beak(244, 144, 20);
    artist.line(-0.08, -0.16, -0.08, 0, 0.05, beak);
    artist.line(0.08, -0.16, 0.08, 0, 0.05, beak);
    artist.polygon({{-0.36, -0.34}, {-0.62, -0.56}, {-0.28, -0.50}}, plumage);
    artist.ellipse(-0.04, -0.34, 0.40, 0.23, plumage);
    artist.ellipse(-0.10, -0.36, 0.22, 0.12, artist.dark());
    artist.box(0.16, -0.76, 0.34, -0.40, 0.08, plumage);
    artist.ellipse(0.26, -0.80, 0.18, 0.16, plumage);
    artist.polygon({{0.40, -0.86}, {0.66, -0.76}, {0.40, -0.70}}, beak);
    eye(artist, 0.30, -0.84);
}

void bird(Artist& artist)
{
    const QColor plumage = artist.base();
    artist.polygon({{-0.26, -0.46}, {-0.62, -0.58}, {-0.58, -0.36}}, artist.dark());
    artist.polygon({{-0.14, -0.52}, {-0.30, -1.0}, {0.20, -0.56}}, artist.dark());
    artist.ellipse(0.0, -0.46, 0.32, 0.16, plumage);
    artist.polygon({{-0.10, -0.46}, {-0.34, -0.04}, {0.22, -0.42}}, artist.light());
    artist.ellipse(0.32, -0.56, 0.14, 0.13, plumage);
    artist.polygon({{0.43, -0.62}, {0.62, -0.54}, {0.43, -0.50}}, QColor(244, 160, 30));
    eye(artist, 0.36, -0.60);
}

}  // namespace

void drawAnimal(Kind kind, Artist& artist)
{
    switch (kind) {
    case Kind::Dog:
        return dog(artist);
    case Kind::Cat:
        return cat(artist);
    case Kind::Horse:
        return horse(artist);
    case Kind::Cow:
        return cow(artist);
    case Kind::Sheep:
        return sheep(artist);
    case Kind::Rabbit:
        return rabbit(artist);
    case Kind::Duck:
        return duck(artist);
    default:
        return bird(artist);
    }
}

}  // namespace saysee::picturebook
