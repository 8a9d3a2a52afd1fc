// The tables of the picturebook world and the sampling of scenes.
#include "models/picturebook/recipe/scene/scene.h"

#include <set>

namespace saysee::picturebook {
namespace {

constexpr std::uint32_t colours(std::initializer_list<Colour> list)
{
    std::uint32_t mask = 0;
    for (const Colour colour : list)
        mask |= 1U << static_cast<unsigned>(colour);
    return mask;
}

constexpr std::uint32_t places(std::initializer_list<Place> list)
{
    std::uint32_t mask = 0;
    for (const Place place : list)
        mask |= 1U << static_cast<unsigned>(place);
    return mask;
}

using enum Colour;
using enum Place;

constexpr std::uint32_t kAnywhere = (1U << kPlaces) - 1U;
constexpr std::uint32_t kOnLand = kAnywhere & ~places({Lake});
constexpr std::uint32_t kFur = colours({Brown, Black, White, Grey});
constexpr std::uint32_t kPaint = colours({Red, Orange, Yellow, Green, Blue, Purple, Pink, White, Black});
constexpr std::uint32_t kCloth = colours({Red, Orange, Yellow, Green, Blue, Purple, Pink, White});
constexpr std::uint32_t kWood = colours({Brown, Red, Green, Blue, White, Yellow});

// clang-format off
constexpr std::array<KindInfo, kKinds> kKindTable = {{
    {"dog", "dogs", "puppy", "puppies", "stands", kFur, kAnywhere, 1.0, false, false},
    {"cat", "cats", "kitten", "kittens", "sits", colours({Orange, Black, White, Grey}), kAnywhere, 0.9, false, false},
    {"horse", "horses", "pony", "ponies", "stands", kFur, kAnywhere, 1.3, false, false},
    {"cow", "cows", "", "", "stands", colours({Brown, Black, White}), kAnywhere, 1.25, false, false},
    {"sheep", "sheep", "lamb", "lambs", "stands", colours({White, Black, Grey}), kAnywhere, 1.0, false, false},
    {"rabbit", "rabbits", "bunny", "bunnies", "sits", kFur, kAnywhere, 0.8, false, false},
    {"duck", "ducks", "", "", "stands", colours({Yellow, White, Brown, Black}), kAnywhere, 0.8, false, false},
    {"bird", "birds", "", "", "flies", colours({Red, Blue, Yellow, Black, White, Green}), kAnywhere, 0.85, true, false},
    {"car", "cars", "", "", "stands", kPaint, kOnLand, 1.25, false, false},
    {"bus", "buses", "", "", "stands", kPaint, kOnLand, 1.55, false, false},
    {"truck", "trucks", "lorry", "lorries", "stands", kPaint, kOnLand, 1.5, false, false},
    {"bicycle", "bicycles", "bike", "bikes", "stands", kPaint, kAnywhere, 1.1, false, false},
    {"boat", "boats", "ship", "ships", "floats", kPaint, places({Beach, Lake}), 1.3, false, false},
    {"house", "houses", "cottage", "cottages", "stands", kCloth, kAnywhere, 1.55, false, false},
    {"tent", "tents", "", "", "stands", kCloth, kAnywhere, 1.2, false, false},
    {"lighthouse", "lighthouses", "", "", "stands", colours({Red, White, Blue, Green, Yellow}),
     places({Beach, Lake, Mountains, Castle}), 1.6, false, false},
    {"windmill", "windmills", "", "", "stands", colours({White, Red, Brown, Blue}),
     places({Meadow, Farm, Lake, Mountains, Castle, Beach}), 1.6, false, false},
    {"tree", "trees", "", "", "stands", colours({Green, Yellow, Orange, Red}), kAnywhere, 1.5, false, false},
    {"flower", "flowers", "", "", "grows", colours({Red, Orange, Yellow, Blue, Purple, Pink, White}), kAnywhere, 0.9, false, false},
    {"cactus", "cactuses", "", "", "grows", colours({Green, Yellow, Purple}), places({Desert, Mountains, Park}), 1.1, false, false},
    {"mushroom", "mushrooms", "", "", "grows", colours({Red, Brown, White, Orange, Purple}),
     places({Meadow, Forest, Park, Mountains, Farm}), 0.9, false, false},
    {"ball", "balls", "", "", "lies", kPaint, kAnywhere, 0.75, false, false},
    {"umbrella", "umbrellas", "", "", "stands", kPaint, kAnywhere, 1.1, false, false},
    {"bench", "benches", "", "", "stands", kWood, kAnywhere, 1.15, false, false},
    {"chair", "chairs", "seat", "seats", "stands", kWood, kAnywhere, 1.0, false, false},
    {"lamp", "lamps", "lantern", "lanterns", "stands", colours({Red, Yellow, Green, Blue, Black, White}), kAnywhere, 1.35, false, false},
    {"box", "boxes", "crate", "crates", "lies", kWood, kAnywhere, 0.85, false, false},
    {"balloon", "balloons", "", "", "flies", kPaint, kAnywhere, 1.3, true, false},
    {"kite", "kites", "", "", "flies", kCloth, kAnywhere, 1.0, true, false},
    {"man", "men", "", "", "stands", kCloth, kAnywhere, 1.25, false, true},
    {"woman", "women", "lady", "ladies", "stands", kCloth, kAnywhere, 1.2, false, true},
    {"child", "children", "kid", "kids", "stands", kCloth, kAnywhere, 0.95, false, true},
}};
// clang-format on

constexpr std::array<std::string_view, kColours> kColourNames = {
    "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "grey"};
constexpr std::array<std::string_view, kPlaces> kPlaceNames = {"beach", "meadow", "forest", "street",    "desert",
                                                               "lake",  "farm",   "park",   "mountains", "castle"};

bool allows(std::uint32_t mask, unsigned bit) { return ((mask >> bit) & 1U) != 0; }

Group sampleGroup(Random& random, Place place, int largestCount)
{
    Group group;
    do
        group.kind = static_cast<Kind>(random.integer(0, kKinds - 1));
    while (!allows(info(group.kind).places, static_cast<unsigned>(place)));
    group.colour = sampleColour(random, group.kind);
    group.count = random.chance(0.4) ? 1 : random.integer(1, largestCount);
    if (group.count == 1 && random.chance(0.4))
        group.size = random.chance(0.5) ? Size::Small : Size::Big;
    return group;
}

Relation sampleRelation(Random& random, const Group& main, const Group& other)
{
    const bool mainFlies = info(main.kind).flies;
    const bool otherFlies = info(other.kind).flies;
    if (mainFlies != otherFlies && random.chance(0.5))
        return mainFlies ? Relation::Above : Relation::Below;
    const bool afloat = main.kind == Kind::Boat || other.kind == Kind::Boat;
    if (mainFlies || otherFlies || afloat || random.chance(0.6))
        return random.chance(0.5) ? Relation::LeftOf : Relation::RightOf;
    return random.chance(0.5) ? Relation::Behind : Relation::InFrontOf;
}

std::string keyOf(const Group& group)
{
    return std::string(info(group.kind).singular) + ',' + std::string(name(group.colour)) + ','
        + std::to_string(group.count) + ',' + std::to_string(static_cast<int>(group.size));
}

}  // namespace

const KindInfo& info(Kind kind) { return kKindTable[static_cast<std::size_t>(kind)]; }
std::string_view name(Colour colour) { return kColourNames[static_cast<std::size_t>(colour)]; }
std::string_view name(Place place) { return kPlaceNames[static_cast<std::size_t>(place)]; }

Colour sampleColour(Random& random, Kind kind)
{
    for (;;) {
        const int colour = random.integer(0, kColours - 1);
        if (allows(info(kind).colours, static_cast<unsigned>(colour)))
            return static_cast<Colour>(colour);
    }
}

std::string_view name(Split split)
{
    constexpr std::array<std::string_view, 3> names = {"train", "validation", "test"};
    return names[static_cast<std::size_t>(split)];
}

Scene sampleScene(Random& random)
{
    Scene scene;
    scene.place = static_cast<Place>(random.integer(0, kPlaces - 1));
    scene.time = static_cast<Time>(random.integer(0, kTimes - 1));
    scene.weather = static_cast<Weather>(random.integer(0, kWeathers - 1));
    const bool pair = random.chance(0.6);
    scene.main = sampleGroup(random, scene.place, pair ? 3 : kLargestCount);
    if (!pair)
        return scene;
    Group other = sampleGroup(random, scene.place, 2);
    while (other.kind == scene.main.kind)
        other = sampleGroup(random, scene.place, 2);
    other.size = Size::Normal;
    scene.relation = sampleRelation(random, scene.main, other);
    scene.other = other;
    return scene;
}

std::string canonicalKey(const Scene& scene)
{
    std::string key = keyOf(scene.main) + ';' + std::string(name(scene.place));
    if (scene.other)
        key += ';' + keyOf(*scene.other) + ';' + std::to_string(static_cast<int>(scene.relation));
    return key;
}

Split splitOf(const Scene& scene)
{
    const std::uint64_t percent = Random(stableHash(canonicalKey(scene))).next() % 100;
    if (percent < 90)
        return Split::Train;
    return percent < 94 ? Split::Validation : Split::Test;
}

std::vector<Scene> sampleSplit(Split split, int count, std::uint64_t seed,
                               const std::function<bool(const Scene&)>& wanted)
{
    Random random(itemSeed(name(split), seed, 0));
    std::set<std::string> seen;
    std::vector<Scene> scenes;
    while (static_cast<int>(scenes.size()) < count) {
        const Scene scene = sampleScene(random);
        if ((wanted && !wanted(scene)) || splitOf(scene) != split)
            continue;
        const std::string key = canonicalKey(scene) + ';' + std::to_string(static_cast<int>(scene.time)) + ';'
            + std::to_string(static_cast<int>(scene.weather));
        if (seen.insert(key).second)
            scenes.push_back(scene);
    }
    return scenes;
}

Scene bright(Scene scene)
{
    scene.time = Time::Day;
    scene.weather = Weather::Clear;
    return scene;
}

Scene gloomy(Scene scene)
{
    scene.time = Time::Night;
    scene.weather = Weather::Rain;
    return scene;
}

std::vector<int> attributes(const Scene& scene)
{
    std::vector<int> values = {
        static_cast<int>(scene.main.kind), static_cast<int>(scene.main.colour), scene.main.count - 1,
        static_cast<int>(scene.main.size), static_cast<int>(scene.place),       static_cast<int>(scene.time),
        static_cast<int>(scene.weather)};
    if (scene.other)
        values.insert(values.end(),
                      {static_cast<int>(scene.other->kind), static_cast<int>(scene.other->colour),
                       scene.other->count - 1, static_cast<int>(scene.relation)});
    else
        values.insert(values.end(), 4, -1);
    return values;
}

}  // namespace saysee::picturebook
