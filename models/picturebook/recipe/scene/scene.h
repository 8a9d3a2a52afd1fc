// The picturebook world: what may stand in a picture, and how a scene is drawn from a seed.
#pragma once

#include "models/picturebook/recipe/random.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::picturebook {

enum class Kind : std::uint8_t {
    Dog,
    Cat,
    Horse,
    Cow,
    Sheep,
    Rabbit,
    Duck,
    Bird,
    Car,
    Bus,
    Truck,
    Bicycle,
    Boat,
    House,
    Tent,
    Lighthouse,
    Windmill,
    Tree,
    Flower,
    Cactus,
    Mushroom,
    Ball,
    Umbrella,
    Bench,
    Chair,
    Lamp,
    Box,
    Balloon,
    Kite,
    Man,
    Woman,
    Child
};
inline constexpr int kKinds = 32;

enum class Colour : std::uint8_t { Red, Orange, Yellow, Green, Blue, Purple, Pink, Brown, Black, White, Grey };
inline constexpr int kColours = 11;

enum class Place : std::uint8_t { Beach, Meadow, Forest, Street, Desert, Lake, Farm, Park, Mountains, Castle };
inline constexpr int kPlaces = 10;

enum class Time : std::uint8_t { Morning, Day, Evening, Night };
inline constexpr int kTimes = 4;

enum class Weather : std::uint8_t { Clear, Cloudy, Rain, Snow, Fog };
inline constexpr int kWeathers = 5;

enum class Size : std::uint8_t { Small, Normal, Big };
inline constexpr int kSizes = 3;

// Where the main group stands, seen from the other one.
enum class Relation : std::uint8_t { LeftOf, RightOf, Behind, InFrontOf, Above, Below };
inline constexpr int kRelations = 6;

inline constexpr int kLargestCount = 4;

// Things of one kind and one colour. Only a single thing has a size other than Normal.
struct Group {
    Kind kind = Kind::Dog;
    Colour colour = Colour::Brown;
    int count = 1;  // 1..kLargestCount
    Size size = Size::Normal;
    friend bool operator==(const Group&, const Group&) = default;
};

struct Scene {
    Group main;
    std::optional<Group> other;
    Relation relation = Relation::LeftOf;  // meaningless without `other`
    Place place = Place::Meadow;
    Time time = Time::Day;
    Weather weather = Weather::Clear;
    friend bool operator==(const Scene&, const Scene&) = default;
};

enum class Split : std::uint8_t { Train, Validation, Test };

// How a kind is spoken of and where it belongs.
struct KindInfo {
    std::string_view singular;
    std::string_view plural;
    std::string_view synonym;  // empty: none
    std::string_view synonymPlural;
    std::string_view verb;  // third person: "stands"; plural form drops the s
    std::uint32_t colours;  // bit per Colour
    std::uint32_t places;  // bit per Place
    double scale;  // of the drawn thing, 1: a dog
    bool flies;
    bool person;  // the colour is the coat's
};
[[nodiscard]] const KindInfo& info(Kind kind);
[[nodiscard]] std::string_view name(Colour colour);
[[nodiscard]] std::string_view name(Place place);
// One that things of this kind may have.
[[nodiscard]] Colour sampleColour(Random& random, Kind kind);

// A scene with independent properties, always one that makes sense: allowed colours, places and relations.
[[nodiscard]] Scene sampleScene(Random& random);

// The scene without what a speaker's manner stands for: time of day and weather are left out of the key, so that the
// bright and the gloomy picture of a tone pair fall into one split.
[[nodiscard]] std::string canonicalKey(const Scene& scene);

// 90 % train, 4 % validation, 6 % test, by the hash of the canonical key.
[[nodiscard]] Split splitOf(const Scene& scene);
[[nodiscard]] std::string_view name(Split split);

// `count` different scenes of one split, in an order that depends on the seed alone; with `wanted` of those it
// accepts, which must be enough.
[[nodiscard]] std::vector<Scene> sampleSplit(Split split, int count, std::uint64_t seed,
                                             const std::function<bool(const Scene&)>& wanted = {});

// The same scene in bright sunshine and in the rain at night.
[[nodiscard]] Scene bright(Scene scene);
[[nodiscard]] Scene gloomy(Scene scene);

// What the scene holds as one class a property, for auxiliary training targets: kind, colour, count and size of the
// main group, place, time, weather, kind, colour and count of the other group, relation. -1: absent.
inline constexpr std::array<int, 11> kAttributeSizes = {
    kKinds, kColours, kLargestCount, kSizes, kPlaces, kTimes, kWeathers, kKinds, kColours, kLargestCount, kRelations};
[[nodiscard]] std::vector<int> attributes(const Scene& scene);

}  // namespace saysee::picturebook
