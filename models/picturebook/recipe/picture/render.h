// From a scene to a picture that looks photographed: landscape, things, light, weather, lens and sensor.
#pragma once

#include "models/picturebook/recipe/scene/scene.h"

#include <QImage>
#include <QSize>
#include <cstdint>
#include <vector>

namespace saysee::picturebook {

inline constexpr double kPictureAspect = 4.0 / 3.0;

// Where one thing stands. Lengths are shares of the picture's width (x) and height (y, height).
struct Spot {
    Kind kind = Kind::Dog;
    Colour colour = Colour::Brown;
    double x = 0.5;  // middle
    double y = 0.9;  // feet
    double height = 0.3;  // of the unit box of kind-independent drawing
    bool mirrored = false;
};

// A stand for every thing of a scene, the farthest first. Pure.
[[nodiscard]] std::vector<Spot> layOut(const Scene& scene, double horizon, Random& random);

// The picture of a scene in 24-bit RGB. The seed decides everything that no caption names. Deterministic for one
// version of Qt. Threading: any thread, several at once.
[[nodiscard]] QImage render(const Scene& scene, std::uint64_t seed, QSize size);

}  // namespace saysee::picturebook
