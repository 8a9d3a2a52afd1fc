// Things that people leave about, and people.
#include "models/picturebook/recipe/picture/artist.h"

#include <array>

namespace saysee::picturebook {
namespace {

const QColor kIron(58, 60, 66);
const QColor kWicker(150, 106, 58);

void ball(Artist& artist)
{
    artist.ellipse(0, -0.46, 0.46, 0.46, artist.base());
    const QColor band = artist.base().lightness() > 200 ? QColor(60, 60, 70) : QColor(250, 248, 240);
    artist.curve({-0.42, -0.62}, {0, -0.36}, {0.42, -0.62}, 0.07, band);
    artist.curve({-0.36, -0.20}, {0, -0.02}, {0.36, -0.20}, 0.05, band);
    artist.painter().setPen(Qt::NoPen);
    artist.painter().setBrush(QColor(255, 255, 255, 120));
    artist.painter().drawEllipse(QPointF(-0.16, -0.72), 0.11, 0.07);
}

void umbrella(Artist& artist)
{
    artist.line(0, -0.86, 0, -0.04, 0.05, kIron);
    artist.curve({0, -0.04}, {0.02, 0.04}, {0.12, -0.02}, 0.05, kIron);
    QPainterPath roof;
    roof.moveTo(-0.62, -0.48);
    roof.cubicTo(-0.52, -1.08, 0.52, -1.08, 0.62, -0.48);
    for (int i = 0; i < 4; ++i) {
        const double right = 0.62 - 0.31 * i;
        roof.quadTo(right - 0.155, -0.62, right - 0.31, -0.48);
    }
    artist.shape(roof, artist.base());
    artist.curve({0, -0.94}, {-0.26, -0.80}, {-0.31, -0.50}, 0.02, artist.dark());
    artist.curve({0, -0.94}, {0.26, -0.80}, {0.31, -0.50}, 0.02, artist.dark());
    artist.line(0, -1.0, 0, -0.92, 0.04, kIron);
}

void bench(Artist& artist)
{
    for (const double x : {-0.50, 0.50})
        artist.box(x - 0.05, -0.70, x + 0.05, 0, 0.02, kIron);
    for (const double y : {-0.78, -0.62, -0.46})
        artist.box(-0.66, y, 0.66, y + 0.12, 0.03, artist.base());
    artist.box(-0.72, -0.34, 0.72, -0.20, 0.03, artist.base());
}

void chair(Artist& artist)
{
    for (const double x : {-0.30, 0.26})
        artist.box(x - 0.04, -0.46, x + 0.04, 0, 0.01, artist.dark());
    artist.box(-0.36, -1.0, -0.25, -0.40, 0.03, artist.base());
    artist.box(-0.36, -0.98, 0.0, -0.62, 0.05, artist.base());
    artist.box(-0.38, -0.50, 0.36, -0.37, 0.04, artist.base());
}

void lamp(Artist& artist)
{
    artist.box(-0.16, -0.06, 0.16, 0, 0.02, artist.dark());
    artist.line(0, -0.72, 0, -0.04, 0.08, artist.base());
    artist.polygon({{-0.15, -0.72}, {-0.22, -0.92}, {0.22, -0.92}, {0.15, -0.72}}, QColor(255, 238, 160));
    artist.polygon({{-0.28, -0.91}, {0, -1.04}, {0.28, -0.91}}, artist.base());
    artist.box(-0.17, -0.74, 0.17, -0.69, 0.01, artist.base());
}

void crate(Artist& artist)
{
    artist.box(-0.48, -0.80, 0.48, 0, 0.03, artist.base());
    artist.box(-0.48, -0.80, 0.48, -0.66, 0.02, artist.light());
    artist.box(-0.48, -0.14, 0.48, 0, 0.02, artist.light());
    artist.line(-0.42, -0.16, 0.42, -0.64, 0.09, artist.dark());
    artist.line(-0.42, -0.64, 0.42, -0.16, 0.09, artist.dark());
}

void balloon(Artist& artist)
{
    artist.line(-0.24, -0.46, -0.10, -0.16, 0.015, kIron);
    artist.line(0.24, -0.46, 0.10, -0.16, 0.015, kIron);
    QPainterPath skin;
    skin.moveTo(-0.10, -0.28);
    skin.cubicTo(-0.62, -0.60, -0.44, -1.02, 0, -1.02);
    skin.cubicTo(0.44, -1.02, 0.62, -0.60, 0.10, -0.28);
    skin.closeSubpath();
    artist.shape(skin, artist.base());
    artist.curve({-0.05, -0.29}, {-0.28, -0.70}, {-0.06, -1.0}, 0.05, artist.light());
    artist.curve({0.05, -0.29}, {0.28, -0.70}, {0.06, -1.0}, 0.05, artist.light());
    artist.box(-0.13, -0.18, 0.13, 0, 0.03, kWicker);
}

void kite(Artist& artist)
{
    artist.curve({0, -0.26}, {-0.26, -0.14}, {-0.10, 0.06}, 0.02, kIron);
    artist.curve({-0.10, 0.06}, {0.10, 0.14}, {0.0, 0.30}, 0.02, kIron);
    artist.polygon({{0, -1.0}, {0.40, -0.66}, {0, -0.24}, {-0.40, -0.66}}, artist.base());
    artist.polygon({{0, -1.0}, {0.40, -0.66}, {0, -0.66}}, artist.light());
    artist.polygon({{0, -0.24}, {-0.40, -0.66}, {0, -0.66}}, artist.light());
    for (const double y : {-0.06, 0.10})
        artist.polygon({{-0.20, y - 0.05}, {-0.02, y}, {-0.20, y + 0.05}}, artist.base());
}

struct Build {
    double width;  // of the shoulders
    double headRadius;
    bool skirt;
    QColor hair;
    bool longHair;
    bool cap;
};

void person(Artist& artist, const Build& build)
{
    static const std::array<QColor, 4> skins = {QColor(246, 206, 172), QColor(224, 172, 132), QColor(166, 112, 74),
                                                QColor(108, 72, 50)};
    const QColor skin = artist.random().pick(std::span<const QColor>(skins));
    const QColor trousers(56, 62, 92);
    const double head = -1.0 + build.headRadius;
    const double neck = head + build.headRadius * 0.85;
    const double half = build.width / 2;
    artist.box(-0.11, -0.40, -0.01, 0, 0.03, trousers);
    artist.box(0.01, -0.40, 0.11, 0, 0.03, trousers);
    if (build.longHair)
        artist.box(-build.headRadius * 1.15, head - build.headRadius, build.headRadius * 1.15, neck + 0.14, 0.10,
                   build.hair);
    if (build.skirt)
        artist.polygon({{-half * 0.7, neck}, {half * 0.7, neck}, {half * 1.45, -0.20}, {-half * 1.45, -0.20}},
                       artist.base());
    else
        artist.box(-half, neck, half, -0.32, 0.06, artist.base());
    artist.line(-half * 0.9, neck + 0.08, -half * 1.5, -0.40, 0.10, artist.base());
    artist.line(half * 0.9, neck + 0.08, half * 1.5, -0.40, 0.10, artist.base());
    artist.ellipse(-half * 1.5, -0.37, 0.045, 0.045, skin);
    artist.ellipse(half * 1.5, -0.37, 0.045, 0.045, skin);
    artist.ellipse(0, head, build.headRadius, build.headRadius, skin);
    QPainterPath top;
    top.arcMoveTo(QRectF(-build.headRadius, head - build.headRadius, 2 * build.headRadius, 2 * build.headRadius), 0);
    top.arcTo(QRectF(-build.headRadius, head - build.headRadius, 2 * build.headRadius, 2 * build.headRadius), 0, 180);
    top.closeSubpath();
    artist.shape(top, build.cap ? artist.dark() : build.hair);
    if (build.cap)
        artist.box(0, head - 0.06, build.headRadius * 1.5, head, 0.02, artist.dark());
}

}  // namespace

void drawObject(Kind kind, Artist& artist)
{
    switch (kind) {
    case Kind::Ball:
        return ball(artist);
    case Kind::Umbrella:
        return umbrella(artist);
    case Kind::Bench:
        return bench(artist);
    case Kind::Chair:
        return chair(artist);
    case Kind::Lamp:
        return lamp(artist);
    case Kind::Box:
        return crate(artist);
    case Kind::Balloon:
        return balloon(artist);
    default:
        return kite(artist);
    }
}

void drawPerson(Kind kind, Artist& artist)
{
    static const std::array<QColor, 4> hairs = {QColor(40, 28, 24), QColor(96, 60, 30), QColor(206, 164, 84),
                                                QColor(150, 66, 30)};
    const QColor hair = artist.random().pick(std::span<const QColor>(hairs));
    if (kind == Kind::Man)
        return person(artist, {0.34, 0.105, false, hair, false, false});
    if (kind == Kind::Woman)
        return person(artist, {0.26, 0.105, true, hair, true, false});
    person(artist, {0.32, 0.19, false, hair, false, true});
}

}  // namespace saysee::picturebook
