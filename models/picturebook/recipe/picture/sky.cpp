// Skies, light and weather.
#include "models/picturebook/recipe/picture/artist.h"
#include "models/picturebook/recipe/picture/landscape.h"

#include <QLinearGradient>
#include <QRadialGradient>
#include <array>

namespace saysee::picturebook {
namespace {

void glow(View& view, double x, double y, double radius, const QColor& core)
{
    QRadialGradient gradient(QPointF(x, y), radius * 3.2);
    QColor halo = core;
    halo.setAlpha(130);
    gradient.setColorAt(0, halo);
    halo.setAlpha(0);
    gradient.setColorAt(1, halo);
    view.painter.setPen(Qt::NoPen);
    view.painter.setBrush(gradient);
    view.painter.drawEllipse(QPointF(x, y), radius * 3.2, radius * 3.2);
    view.painter.setBrush(core);
    view.painter.drawEllipse(QPointF(x, y), radius, radius);
}

void stars(View& view)
{
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 60; ++i) {
        const double radius = view.random.between(0.0015, 0.0042) * view.width;
        view.painter.setBrush(QColor(255, 255, 235, view.random.integer(150, 255)));
        view.painter.drawEllipse(QPointF(view.random.between(0, view.width), view.random.between(0, view.horizon)),
                                 radius, radius);
    }
}

void sunOrMoon(View& view, Time time)
{
    const double x = view.random.between(0.12, 0.88) * view.width;
    const double radius = 0.055 * view.width;
    switch (time) {
    case Time::Morning:
        return glow(view, x, view.horizon * 0.92, radius, QColor(255, 236, 190));
    case Time::Day:
        return glow(view, x, view.horizon * 0.30, radius, QColor(255, 246, 170));
    case Time::Evening:
        return glow(view, x, view.horizon * 0.90, radius * 1.3, QColor(255, 110, 50));
    case Time::Night:
        break;
    }
    stars(view);
    glow(view, x, view.horizon * 0.32, radius * 0.9, QColor(244, 242, 216));
}

void cloud(View& view, double x, double y, double size, const QColor& colour)
{
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 6; ++i) {
        const double offset = (i - 2.5) * 0.3 * size;
        const double radius = size * view.random.between(0.22, 0.42);
        QColor puff = mix(colour, Qt::white, view.random.between(0.0, 0.18));
        puff.setAlpha(225);
        view.painter.setBrush(puff);
        view.painter.drawEllipse(QPointF(x + offset, y - radius * view.random.between(0.1, 0.5)), radius * 1.3,
                                 radius * 0.8);
    }
}

void clouds(View& view, Weather weather, const QColor& colour)
{
    const int count = weather == Weather::Clear ? view.random.integer(0, 2) : 16;
    const bool low = weather != Weather::Clear;
    for (int i = 0; i < count; ++i) {
        const double y = low ? view.random.between(0.02, 0.75) : view.random.between(0.15, 0.5);
        cloud(view, view.random.between(-0.05, 1.05) * view.width, y * view.horizon,
              view.random.between(0.10, 0.22) * view.width * (low ? 1.4 : 0.8), colour);
    }
}

void rain(View& view, Time time)
{
    const QColor drop = time == Time::Night ? QColor(190, 205, 235, 150) : QColor(235, 242, 250, 170);
    view.painter.setPen(QPen(drop, view.width * 0.0032));
    const double slant = view.random.between(-0.35, 0.35);
    for (int i = 0; i < 170; ++i) {
        const QPointF from(view.random.between(-0.1, 1.1) * view.width, view.random.between(-0.1, 1.0) * view.height);
        const double length = view.random.between(0.05, 0.10) * view.height;
        view.painter.drawLine(from, from + QPointF(slant * length, length));
    }
}

void snowflakes(View& view)
{
    view.painter.setPen(Qt::NoPen);
    for (int i = 0; i < 150; ++i) {
        const double radius = view.random.between(0.004, 0.011) * view.width;
        view.painter.setBrush(QColor(255, 255, 255, view.random.integer(190, 250)));
        view.painter.drawEllipse(QPointF(view.random.between(0, view.width), view.random.between(0, view.height)),
                                 radius, radius);
    }
}

void fog(View& view, Time time)
{
    const int grey = time == Time::Night ? 96 : 226;
    for (int i = 0; i < 4; ++i) {
        const double middle = view.horizon + view.random.between(-0.20, 0.12) * view.height;
        const double half = view.random.between(0.10, 0.20) * view.height;
        QLinearGradient gradient(0, middle - half, 0, middle + half);
        gradient.setColorAt(0, QColor(grey, grey, grey + 6, 0));
        gradient.setColorAt(0.5, QColor(grey, grey, grey + 6, 80));
        gradient.setColorAt(1, QColor(grey, grey, grey + 6, 0));
        view.painter.fillRect(QRectF(0, middle - half, view.width, 2 * half), gradient);
    }
    view.painter.fillRect(QRectF(0, 0, view.width, view.height), QColor(grey, grey, grey + 6, 62));
}

}  // namespace

Light lightOf(Time time, Weather weather)
{
    static const std::array<Light, kTimes> clear = {{
        {QColor(158, 190, 232), QColor(255, 206, 196), QColor(255, 226, 214), QColor(255, 238, 226), 0.10},
        {QColor(66, 146, 226), QColor(186, 222, 246), QColor(252, 252, 255), QColor(255, 255, 250), 0.05},
        {QColor(96, 58, 128), QColor(255, 138, 54), QColor(240, 150, 120), QColor(255, 206, 166), 0.08},
        {QColor(10, 14, 44), QColor(34, 46, 96), QColor(60, 66, 104), QColor(152, 162, 208), 0.05},
    }};
    Light light = clear[static_cast<std::size_t>(time)];
    if (weather == Weather::Clear)
        return light;
    const bool night = time == Time::Night;
    const QColor grey = night ? QColor(38, 40, 56) : QColor(150, 156, 166);
    const double share = weather == Weather::Snow ? 0.45 : weather == Weather::Fog ? 0.6 : 0.55;
    const QColor overcast = weather == Weather::Rain ? mix(grey, Qt::black, 0.25) : grey;
    light.skyTop = mix(light.skyTop, overcast, share);
    light.skyLow = mix(light.skyLow, overcast, share * 0.6);
    light.cloud =
        mix(light.skyTop, night ? QColor(70, 74, 94) : QColor(214, 216, 222), weather == Weather::Rain ? 0.25 : 0.55);
    if (weather == Weather::Rain)
        light.tint = mix(light.tint, QColor(130, 140, 160), 0.30);
    else if (weather == Weather::Cloudy)
        light.tint = mix(light.tint, QColor(170, 176, 186), 0.30);
    light.haze = weather == Weather::Fog ? 0.70 : 0.12;
    return light;
}

void paintSky(View& view, const Scene& scene, const Light& light)
{
    QLinearGradient gradient(0, 0, 0, view.horizon * 1.05);
    gradient.setColorAt(0, light.skyTop);
    gradient.setColorAt(1, light.skyLow);
    view.painter.fillRect(QRectF(0, 0, view.width, view.height), gradient);
    if (scene.weather == Weather::Clear)
        sunOrMoon(view, scene.time);
    clouds(view, scene.weather, light.cloud);
}

void paintHaze(View& view, const Light& light)
{
    QColor distance = light.skyLow;
    QLinearGradient haze(0, view.horizon - 0.2 * view.height, 0, view.height);
    distance.setAlphaF(static_cast<float>(light.haze));
    haze.setColorAt(0, distance);
    distance.setAlphaF(static_cast<float>(light.haze * 0.4));
    haze.setColorAt(0.45, distance);
    distance.setAlphaF(0);
    haze.setColorAt(1, distance);
    view.painter.fillRect(QRectF(0, view.horizon - 0.2 * view.height, view.width, view.height), haze);
}

void paintWeather(View& view, const Scene& scene)
{
    if (scene.weather == Weather::Rain)
        rain(view, scene.time);
    else if (scene.weather == Weather::Snow)
        snowflakes(view);
    else if (scene.weather == Weather::Fog)
        fog(view, scene.time);
}

}  // namespace saysee::picturebook
