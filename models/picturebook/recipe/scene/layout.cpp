// Where the things of a scene stand.
#include "models/picturebook/recipe/picture/render.h"

#include <algorithm>

namespace saysee::picturebook {
namespace {

constexpr double kUnit = 0.35;  // height of a thing of scale 1 that stands alone

// What a group gets of the picture.
struct Area {
    double x;  // middle
    double width;
    double feet;  // y of the feet, or of the lowest edge of what flies
    double scale = 1.0;
};

// The width of a thing with a gap, in its heights.
double widthOf(Kind kind)
{
    switch (kind) {
    case Kind::Car:
    case Kind::Bus:
    case Kind::Truck:
    case Kind::Boat:
    case Kind::Bench:
        return 1.55;
    case Kind::Tent:
    case Kind::Bicycle:
    case Kind::Umbrella:
        return 1.35;
    default:
        return info(kind).person ? 0.75 : 1.2;
    }
}

double sizeFactor(Size size)
{
    if (size == Size::Small)
        return 0.58;
    return size == Size::Big ? 1.45 : 1.0;
}

void place(const Group& group, const Area& area, Random& random, std::vector<Spot>& spots)
{
    const double room = area.width * kPictureAspect / (group.count * widthOf(group.kind));
    const double height = std::min(kUnit * info(group.kind).scale * sizeFactor(group.size) * area.scale,
                                   std::min(room, area.feet - 0.05));
    const double step = std::min(area.width / group.count, height * widthOf(group.kind) * 1.15 / kPictureAspect);
    for (int i = 0; i < group.count; ++i) {
        Spot spot;
        spot.kind = group.kind;
        spot.colour = group.colour;
        spot.x = area.x + step * (i - (group.count - 1) / 2.0) + random.between(-0.04, 0.04) * step;
        spot.height = height * random.between(0.93, 1.07);
        spot.y = area.feet + random.between(-0.025, 0.025);
        if (info(group.kind).flies)
            spot.y = std::max(spot.y + random.between(-0.04, 0.04), spot.height + 0.02);
        spot.mirrored = random.chance(0.5);
        spots.push_back(spot);
    }
}

double feetOf(const Scene& scene, const Group& group, double horizon, Random& random)
{
    if (info(group.kind).flies)
        return random.between(0.36, 0.44);
    if (group.kind == Kind::Boat)
        return horizon + random.between(0.10, 0.15);
    if (scene.place == Place::Lake)
        return random.between(0.84, 0.94);
    return random.between(0.72, 0.92);
}

void layOutPair(const Scene& scene, double horizon, Random& random, std::vector<Spot>& spots)
{
    const Group& other = *scene.other;
    const double mainFeet = feetOf(scene, scene.main, horizon, random);
    const double otherFeet = feetOf(scene, other, horizon, random);
    const double middle = random.between(0.42, 0.58);
    const bool lake = scene.place == Place::Lake;
    const double back = lake ? 0.80 : std::max(horizon + 0.10, scene.place == Place::Beach ? 0.68 : 0.0);
    const Area farther {middle, 0.62, back, 0.80};
    const Area nearer {middle + (random.chance(0.5) ? 0.16 : -0.16), 0.56, random.between(0.94, 0.97), 0.95};
    const double side = scene.relation == Relation::LeftOf ? -1.0 : 1.0;
    switch (scene.relation) {
    case Relation::LeftOf:
    case Relation::RightOf:
        place(scene.main, {0.5 + side * random.between(0.22, 0.26), 0.46, mainFeet, 0.9}, random, spots);
        place(other, {0.5 - side * random.between(0.22, 0.26), 0.46, otherFeet, 0.9}, random, spots);
        break;
    case Relation::Behind:
        place(scene.main, farther, random, spots);
        place(other, nearer, random, spots);
        break;
    case Relation::InFrontOf:
        place(scene.main, nearer, random, spots);
        place(other, farther, random, spots);
        break;
    case Relation::Above:
    case Relation::Below:
        place(scene.main, {middle, 0.8, mainFeet, 0.9}, random, spots);
        place(other, {middle + random.between(-0.06, 0.06), 0.8, otherFeet, 0.9}, random, spots);
        break;
    }
}

}  // namespace

std::vector<Spot> layOut(const Scene& scene, double horizon, Random& random)
{
    std::vector<Spot> spots;
    if (scene.other)
        layOutPair(scene, horizon, random, spots);
    else
        place(scene.main, {random.between(0.40, 0.60), 0.92, feetOf(scene, scene.main, horizon, random)}, random,
              spots);
    std::stable_sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) { return a.y < b.y; });
    return spots;
}

}  // namespace saysee::picturebook
