// Paints a scene in layers (sky; land and things under one light; weather) and photographs it.
#include "models/picturebook/recipe/picture/render.h"

#include "models/picturebook/recipe/picture/artist.h"
#include "models/picturebook/recipe/picture/landscape.h"

#include <QRadialGradient>
#include <algorithm>
#include <cmath>

namespace saysee::picturebook {
namespace {

QColor jittered(const QColor& colour, Random& random)
{
    const auto shift = [&](int channel) { return std::clamp(channel + random.integer(-11, 11), 0, 255); };
    return QColor(shift(colour.red()), shift(colour.green()), shift(colour.blue()));
}

void paintShadow(View& view, const Spot& spot, double strength)
{
    if (info(spot.kind).flies || spot.kind == Kind::Boat)
        return;
    view.painter.setPen(Qt::NoPen);
    view.painter.setBrush(QColor(20, 18, 40, static_cast<int>(strength * 255)));
    const double radius = spot.height * view.height * 0.52;
    view.painter.drawEllipse(QPointF(spot.x * view.width + 0.08 * radius, spot.y * view.height), radius,
                             radius * 0.16);
}

void paintThing(View& view, const Spot& spot)
{
    view.painter.save();
    const double unit = spot.height * view.height;
    view.painter.translate(spot.x * view.width, spot.y * view.height);
    view.painter.scale(spot.mirrored ? -unit : unit, unit);
    view.painter.rotate(view.random.between(-2.0, 2.0));
    Artist artist(view.painter, jittered(paint(spot.colour), view.random), view.random.branch(7));
    drawThing(spot.kind, artist);
    view.painter.restore();
}

// Land and things on their own layer, so that one light can fall on all of it and none on the sky.
QImage paintWorld(const Scene& scene, const Light& light, double horizon, QSize size, Random& random)
{
    QImage layer(size, QImage::Format_ARGB32_Premultiplied);
    layer.fill(Qt::transparent);
    {
        QPainter painter(&layer);
        painter.setRenderHint(QPainter::Antialiasing);
        View view {painter, static_cast<double>(size.width()), static_cast<double>(size.height()),
                   horizon * size.height(), random.branch(1)};
        paintPlace(view, scene.place, scene.weather);
        painter.setCompositionMode(QPainter::CompositionMode_SourceAtop);
        paintHaze(view, light);
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
        Random layoutRandom = random.branch(2);
        const double shadow = scene.weather == Weather::Clear && scene.time != Time::Night ? 0.42 : 0.24;
        for (const Spot& spot : layOut(scene, horizon, layoutRandom)) {
            paintShadow(view, spot, shadow);
            paintThing(view, spot);
        }
        paintForeground(view, scene.place);
    }
    for (int y = 0; y < layer.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(layer.scanLine(y));
        for (int x = 0; x < layer.width(); ++x)
            row[x] = qRgba(qRed(row[x]) * light.tint.red() / 255, qGreen(row[x]) * light.tint.green() / 255,
                           qBlue(row[x]) * light.tint.blue() / 255, qAlpha(row[x]));
    }
    return layer;
}

void darkenCorners(QImage& picture, double strength)
{
    QPainter painter(&picture);
    const QPointF centre(picture.width() / 2.0, picture.height() / 2.0);
    QRadialGradient gradient(centre, 0.75 * picture.width());
    gradient.setColorAt(0.45, QColor(0, 0, 0, 0));
    gradient.setColorAt(1, QColor(0, 0, 0, static_cast<int>(strength * 255)));
    painter.fillRect(picture.rect(), gradient);
}

// Exposure, white balance and the noise of a sensor. The noise is that of a 640 pixel wide picture: a smaller one
// averages over pixels and has less.
void expose(QImage& picture, Random& random)
{
    const double exposure = random.between(0.88, 1.12);
    const std::array<double, 3> gain = {exposure * random.between(0.95, 1.05), exposure,
                                        exposure * random.between(0.95, 1.05)};
    const double grain = random.between(2.0, 9.0) * std::min(1.0, picture.width() / 640.0) / 148.0;
    for (int y = 0; y < picture.height(); ++y) {
        std::uint8_t* pixel = picture.scanLine(y);
        for (int x = 0; x < picture.width(); ++x, pixel += 3) {
            const std::uint64_t bits = random.next();
            const auto byte = [bits](unsigned i) { return static_cast<int>((bits >> (8 * i)) & 0xFFU); };
            const double luminance = grain * (byte(0) + byte(1) + byte(2) + byte(3) - 510);
            for (unsigned c = 0; c < 3; ++c) {
                const double value = gain[c] * pixel[c] + luminance + grain * (byte(4 + c) - 127.5);
                pixel[c] = static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
            }
        }
    }
}

}  // namespace

QImage render(const Scene& scene, std::uint64_t seed, QSize size)
{
    Random random(seed);
    const Light light = lightOf(scene.time, scene.weather);
    const double horizon = random.between(0.44, 0.52);
    Random skyRandom = random.branch(3);
    const QImage world = paintWorld(scene, light, horizon, size, random);
    QImage picture(size, QImage::Format_ARGB32_Premultiplied);
    {
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        View view {painter, static_cast<double>(size.width()), static_cast<double>(size.height()),
                   horizon * size.height(), skyRandom};
        paintSky(view, scene, light);
        painter.drawImage(0, 0, world);
        paintWeather(view, scene);
    }
    Random camera = random.branch(4);
    if (camera.chance(0.3))  // a little out of focus
        picture = picture.scaled(size * camera.between(0.55, 0.9), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                      .scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    darkenCorners(picture, camera.between(0.05, 0.35));
    picture = picture.convertToFormat(QImage::Format_RGB888);
    expose(picture, camera);
    return picture;
}

}  // namespace saysee::picturebook
