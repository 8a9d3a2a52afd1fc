// Skies, places and weather: everything of a picture but its things. Coordinates are pixels of the picture.
#pragma once

#include "models/picturebook/recipe/scene/scene.h"

#include <QColor>
#include <QPainter>

namespace saysee::picturebook {

// One picture while it is painted.
struct View {
    QPainter& painter;
    double width;
    double height;
    double horizon;  // y of the horizon
    Random random;  // for the small differences of the landscape
};

// The colours that time of day and weather give to a picture.
struct Light {
    QColor skyTop;
    QColor skyLow;
    QColor cloud;
    QColor tint;  // land and things are multiplied with it
    double haze;  // 0..1: how much the distance fades
};
[[nodiscard]] Light lightOf(Time time, Weather weather);

void paintSky(View& view, const Scene& scene, const Light& light);
void paintPlace(View& view, Place place, Weather weather);
void paintForeground(View& view, Place place);
// Fades the distance.
void paintHaze(View& view, const Light& light);
void paintWeather(View& view, const Scene& scene);

}  // namespace saysee::picturebook
