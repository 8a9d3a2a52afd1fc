// The ten places, each with a silhouette and a ground of its own.
#include "models/picturebook/recipe/picture/landscape.h"

#include "models/picturebook/recipe/picture/artist.h"

#include <QLinearGradient>
#include <array>

namespace saysee::picturebook {
namespace {

// A ground from the line `top` down, a little darker in the distance, with blotches for texture.
void ground(View& view, double top, const QColor& colour, double contrast = 0.12)
{
    QLinearGradient gradient(0, top, 0, view.height);
    gradient.setColorAt(0, mix(colour, Qt::white, 0.12));
    gradient.setColorAt(1, mix(colour, Qt::black, 0.16));
    view.painter.fillRect(QRectF(0, top, view.width, view.height - top), gradient);
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 90; ++i) {
        const double depth = view.random.unit();
        const double y = top + depth * (view.height - top);
        QColor blotch =
            mix(colour, view.random.chance(0.5) ? Qt::white : Qt::black, view.random.between(0, 2 * contrast));
        blotch.setAlpha(110);
        view.painter.setBrush(blotch);
        view.painter.drawEllipse(QPointF(view.random.between(0, view.width), y), view.width * (0.01 + 0.04 * depth),
                                 view.height * (0.004 + 0.012 * depth));
    }
}

// A row of rounded or pointed hills along the horizon.
void ridge(View& view, double base, double low, double high, int peaks, const QColor& colour, bool pointed)
{
    QPainterPath path(QPointF(-0.1 * view.width, base));
    const double step = 1.2 * view.width / peaks;
    double x = -0.1 * view.width;
    for (int i = 0; i < peaks; ++i) {
        const double top = base - view.random.between(low, high) * view.height;
        if (pointed) {
            path.lineTo(x + step * 0.5, top);
            path.lineTo(x + step, base - 0.3 * (base - top));
        } else {
            path.cubicTo(x + step * 0.3, top, x + step * 0.7, top, x + step, base);
        }
        x += step;
    }
    path.lineTo(view.width * 1.1, base);
    path.closeSubpath();
    view.painter.setPen(Qt::NoPen);
    view.painter.setBrush(colour);
    view.painter.drawPath(path);
}

void waves(View& view, double top, double bottom, const QColor& water)
{
    QLinearGradient gradient(0, top, 0, bottom);
    gradient.setColorAt(0, mix(water, Qt::white, 0.25));
    gradient.setColorAt(1, water);
    view.painter.fillRect(QRectF(0, top, view.width, bottom - top), gradient);
    for (int i = 0; i < 40; ++i) {
        const double y = view.random.between(top, bottom);
        const double x = view.random.between(0, view.width);
        view.painter.setPen(QPen(QColor(235, 246, 252, 120), view.height * 0.004));
        view.painter.drawLine(QPointF(x, y), QPointF(x + view.width * view.random.between(0.02, 0.07), y));
    }
}

void beach(View& view)
{
    const double shore = view.horizon + 0.17 * view.height;
    waves(view, view.horizon, shore, QColor(34, 122, 176));
    ground(view, shore, QColor(238, 212, 154), 0.06);
    view.painter.setPen(QPen(QColor(255, 255, 255, 210), view.height * 0.014));
    view.painter.drawLine(QPointF(0, shore), QPointF(view.width, shore));
}

void meadow(View& view)
{
    ridge(view, view.horizon + 2, 0.03, 0.09, 3, QColor(112, 168, 84), false);
    ground(view, view.horizon, QColor(112, 186, 66));
    const std::array<QColor, 3> blossoms = {QColor(255, 250, 240), QColor(250, 220, 80), QColor(236, 150, 190)};
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 110; ++i) {
        const double depth = view.random.unit();
        view.painter.setBrush(view.random.pick(std::span<const QColor>(blossoms)));
        const double radius = view.width * (0.002 + 0.004 * depth);
        view.painter.drawEllipse(
            QPointF(view.random.between(0, view.width), view.horizon + depth * (view.height - view.horizon)), radius,
            radius);
    }
}

void forest(View& view)
{
    const double top = view.horizon - 0.20 * view.height;
    view.painter.fillRect(QRectF(0, top, view.width, view.horizon - top), QColor(30, 74, 48));
    for (int i = 0; i < 16; ++i) {
        const double x = (i + view.random.between(0.1, 0.9)) * view.width / 16;
        const double width = view.random.between(0.014, 0.03) * view.width;
        view.painter.fillRect(QRectF(x, top, width, view.horizon + 0.04 * view.height - top),
                              mix(QColor(70, 48, 32), QColor(20, 50, 36), view.random.unit() * 0.6));
    }
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 40; ++i) {
        view.painter.setBrush(mix(QColor(24, 88, 50), QColor(52, 120, 60), view.random.unit()));
        const double size = view.random.between(0.04, 0.09) * view.width;
        view.painter.drawEllipse(
            QPointF((i + view.random.unit()) / 40 * view.width, top + view.random.between(-0.05, 0.04) * view.height),
            size, size * 0.7);
    }
    ground(view, view.horizon, QColor(82, 92, 46));
}

void street(View& view)
{
    double x = -0.02 * view.width;
    while (x < view.width) {
        const double width = view.random.between(0.10, 0.17) * view.width;
        const double top = view.horizon - view.random.between(0.18, 0.42) * view.height;
        const QColor wall = mix(QColor(150, 140, 140), QColor(190, 168, 150), view.random.unit());
        view.painter.fillRect(QRectF(x, top, width - 2, view.horizon - top), wall);
        for (double wy = top + 0.03 * view.height; wy < view.horizon - 0.05 * view.height; wy += 0.062 * view.height)
            for (double wx = x + 0.018 * view.width; wx < x + width - 0.03 * view.width; wx += 0.04 * view.width)
                view.painter.fillRect(QRectF(wx, wy, 0.018 * view.width, 0.03 * view.height),
                                      view.random.chance(0.35) ? QColor(250, 226, 140) : QColor(84, 96, 116));
        x += width;
    }
    ground(view, view.horizon, QColor(178, 176, 174), 0.04);
    const double kerb = view.horizon + 0.12 * view.height;
    ground(view, kerb, QColor(104, 106, 112), 0.05);
    view.painter.fillRect(QRectF(0, kerb, view.width, 0.012 * view.height), QColor(214, 212, 206));
    for (int i = 0; i < 6; ++i)
        view.painter.fillRect(
            QRectF((i * 0.19 + 0.02) * view.width, view.height * 0.86, 0.10 * view.width, 0.014 * view.height),
            QColor(236, 234, 226));
}

void desert(View& view)
{
    ridge(view, view.horizon + 2, 0.04, 0.13, 3, QColor(222, 150, 84), false);
    ground(view, view.horizon, QColor(232, 172, 96), 0.07);
    view.painter.setBrush(Qt::NoBrush);
    for (int i = 0; i < 7; ++i) {
        const double y = view.horizon + view.random.between(0.05, 0.5) * view.height;
        QPainterPath ripple(QPointF(0, y));
        ripple.cubicTo(view.width * 0.3, y - 0.03 * view.height, view.width * 0.6, y + 0.03 * view.height, view.width,
                       y);
        view.painter.setPen(QPen(QColor(196, 132, 66, 150), view.height * 0.008));
        view.painter.drawPath(ripple);
    }
}

void lake(View& view)
{
    ridge(view, view.horizon + 2, 0.04, 0.10, 6, QColor(58, 104, 78), true);
    const double shore = view.horizon + 0.26 * view.height;
    waves(view, view.horizon, shore, QColor(48, 116, 150));
    ground(view, shore, QColor(124, 150, 84));
    for (int i = 0; i < 34; ++i) {
        const double x = view.random.chance(0.5) ? view.random.between(0, 0.18) : view.random.between(0.82, 1.0);
        const double y = shore + view.random.between(-0.02, 0.05) * view.height;
        view.painter.setPen(QPen(QColor(70, 104, 48), view.width * 0.005));
        view.painter.drawLine(QPointF(x * view.width, y),
                              QPointF((x + view.random.between(-0.01, 0.01)) * view.width, y - 0.11 * view.height));
    }
}

void farm(View& view)
{
    ridge(view, view.horizon + 2, 0.02, 0.05, 4, QColor(134, 158, 76), false);
    ground(view, view.horizon, QColor(168, 124, 74), 0.05);
    const double middle = view.random.between(0.3, 0.7) * view.width;
    for (int i = -9; i <= 9; ++i) {
        view.painter.setPen(QPen(QColor(110, 156, 60, 220), view.width * 0.016));
        view.painter.drawLine(QPointF(middle + i * 0.02 * view.width, view.horizon),
                              QPointF(middle + i * 0.20 * view.width, view.height));
    }
    const double x = view.random.between(0.05, 0.75) * view.width;
    view.painter.fillRect(QRectF(x, view.horizon - 0.10 * view.height, 0.14 * view.width, 0.11 * view.height),
                          QColor(140, 50, 44));
    view.painter.setPen(Qt::NoPen);
    view.painter.setBrush(QColor(86, 76, 76));
    view.painter.drawPolygon(QPolygonF({QPointF(x - 0.01 * view.width, view.horizon - 0.095 * view.height),
                                        QPointF(x + 0.07 * view.width, view.horizon - 0.17 * view.height),
                                        QPointF(x + 0.15 * view.width, view.horizon - 0.095 * view.height)}));
    view.painter.setPen(QPen(QColor(236, 228, 210), view.width * 0.008));
    for (const double rail : {0.035, 0.065})
        view.painter.drawLine(QPointF(0, view.horizon + rail * view.height),
                              QPointF(view.width, view.horizon + rail * view.height));
    for (int i = 0; i < 11; ++i)
        view.painter.drawLine(QPointF(i * 0.1 * view.width, view.horizon + 0.015 * view.height),
                              QPointF(i * 0.1 * view.width, view.horizon + 0.09 * view.height));
}

void park(View& view)
{
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 9; ++i) {
        const double x = (i + view.random.between(0.2, 0.8)) * view.width / 9;
        const double radius = view.random.between(0.05, 0.075) * view.width;
        view.painter.setBrush(QColor(104, 74, 50));
        view.painter.drawRect(
            QRectF(x - 0.008 * view.width, view.horizon - radius, 0.016 * view.width, radius * 1.1));
        view.painter.setBrush(mix(QColor(46, 122, 60), QColor(84, 150, 70), view.random.unit()));
        view.painter.drawEllipse(QPointF(x, view.horizon - radius * 1.7), radius, radius);
    }
    ground(view, view.horizon, QColor(86, 158, 74));
    QPainterPath path(QPointF(view.width * 0.46, view.horizon));
    path.cubicTo(view.width * 0.60, view.horizon + 0.15 * view.height, view.width * 0.30, view.height * 0.75,
                 view.width * 0.20, view.height);
    path.lineTo(view.width * 0.66, view.height);
    path.cubicTo(view.width * 0.62, view.height * 0.78, view.width * 0.72, view.horizon + 0.14 * view.height,
                 view.width * 0.52, view.horizon);
    view.painter.setBrush(QColor(222, 202, 164));
    view.painter.drawPath(path);
}

void mountains(View& view)
{
    for (int i = 0; i < 4; ++i) {
        const double x = (i * 0.3 + view.random.between(-0.05, 0.1)) * view.width;
        const double top = view.horizon - view.random.between(0.24, 0.38) * view.height;
        const double half = view.random.between(0.17, 0.25) * view.width;
        view.painter.setPen(Qt::NoPen);
        view.painter.setBrush(mix(QColor(92, 100, 124), QColor(122, 118, 132), view.random.unit()));
        view.painter.drawPolygon(
            QPolygonF({QPointF(x - half, view.horizon), QPointF(x, top), QPointF(x + half, view.horizon)}));
        const double cap = 0.32;
        const double y = top + cap * (view.horizon - top);
        view.painter.setBrush(QColor(246, 248, 252));
        view.painter.drawPolygon(QPolygonF({QPointF(x - half * cap, y), QPointF(x, top), QPointF(x + half * cap, y),
                                            QPointF(x + half * 0.1, y - 0.02 * view.height),
                                            QPointF(x - half * 0.1, y + 0.02 * view.height)}));
    }
    ground(view, view.horizon, QColor(140, 142, 124), 0.12);
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 22; ++i) {
        const double depth = view.random.unit();
        view.painter.setBrush(mix(QColor(110, 108, 110), QColor(160, 156, 150), view.random.unit()));
        view.painter.drawEllipse(
            QPointF(view.random.between(0, view.width), view.horizon + depth * (view.height - view.horizon)),
            view.width * (0.006 + 0.016 * depth), view.height * (0.006 + 0.012 * depth));
    }
}

void castle(View& view)
{
    ridge(view, view.horizon + 2, 0.02, 0.06, 3, QColor(102, 140, 92), false);
    const double left = view.random.between(0.12, 0.34) * view.width;
    const double width = 0.54 * view.width;
    const QColor stone = mix(QColor(140, 134, 138), QColor(164, 154, 144), view.random.unit());
    const auto block = [&](double x, double w, double top) {
        view.painter.fillRect(QRectF(x, top, w, view.horizon - top), stone);
        for (int i = 0; i < 3; ++i)
            view.painter.fillRect(QRectF(x + i * w * 0.4, top - 0.03 * view.height, w * 0.2, 0.03 * view.height),
                                  stone);
        view.painter.fillRect(QRectF(x + w * 0.42, top + 0.05 * view.height, w * 0.16, 0.06 * view.height),
                              QColor(60, 54, 62));
    };
    view.painter.fillRect(QRectF(left, view.horizon - 0.17 * view.height, width, 0.17 * view.height),
                          mix(stone, Qt::black, 0.08));
    for (const double x : {0.0, 0.40, 0.82})
        block(left + x * width, 0.18 * width, view.horizon - (x == 0.40 ? 0.36 : 0.28) * view.height);
    view.painter.setPen(Qt::NoPen);
    view.painter.setBrush(QColor(60, 48, 48));
    view.painter.drawEllipse(QPointF(left + 0.66 * width, view.horizon), 0.04 * view.width, 0.10 * view.height);
    ground(view, view.horizon, QColor(124, 152, 96));
}

// Snow on the ground, so that snowy weather shows there too.
void snowCover(View& view)
{
    QLinearGradient gradient(0, view.horizon, 0, view.height);
    gradient.setColorAt(0, QColor(246, 249, 255, 170));
    gradient.setColorAt(1, QColor(240, 245, 255, 120));
    view.painter.fillRect(QRectF(0, view.horizon, view.width, view.height - view.horizon), gradient);
}

void puddles(View& view)
{
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 9; ++i) {
        const double depth = view.random.between(0.4, 1.0);
        view.painter.setBrush(QColor(176, 190, 208, 120));
        view.painter.drawEllipse(
            QPointF(view.random.between(0, view.width), view.horizon + depth * (view.height - view.horizon)),
            view.width * 0.07 * depth, view.height * 0.018 * depth);
    }
}

}  // namespace

void paintPlace(View& view, Place place, Weather weather)
{
    switch (place) {
    case Place::Beach:
        beach(view);
        break;
    case Place::Meadow:
        meadow(view);
        break;
    case Place::Forest:
        forest(view);
        break;
    case Place::Street:
        street(view);
        break;
    case Place::Desert:
        desert(view);
        break;
    case Place::Lake:
        lake(view);
        break;
    case Place::Farm:
        farm(view);
        break;
    case Place::Park:
        park(view);
        break;
    case Place::Mountains:
        mountains(view);
        break;
    case Place::Castle:
        castle(view);
        break;
    }
    if (weather == Weather::Snow)
        snowCover(view);
    else if (weather == Weather::Rain)
        puddles(view);
}

void paintForeground(View& view, Place place)
{
    const bool grassy = place == Place::Meadow || place == Place::Park || place == Place::Lake
        || place == Place::Castle || place == Place::Forest;
    for (int i = 0; i < 36; ++i) {
        const double x = view.random.between(0, view.width);
        const double y = view.height * view.random.between(0.95, 1.03);
        if (grassy) {
            view.painter.setPen(
                QPen(mix(QColor(46, 110, 40), QColor(110, 150, 60), view.random.unit()), view.width * 0.004));
            view.painter.drawLine(QPointF(x, y),
                                  QPointF(x + view.random.between(-0.015, 0.015) * view.width,
                                          y - view.random.between(0.02, 0.06) * view.height));
        } else {
            view.painter.setPen(Qt::NoPen);
            view.painter.setBrush(QColor(96, 88, 82, 130));
            view.painter.drawEllipse(QPointF(x, y), view.width * view.random.between(0.003, 0.01),
                                     view.height * 0.005);
        }
    }
}

}  // namespace saysee::picturebook
