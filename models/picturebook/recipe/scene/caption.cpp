// The wording of captions: a phrase for each property, then a frame around them.
#include "models/picturebook/recipe/scene/caption.h"

#include <algorithm>
#include <array>

namespace saysee::picturebook {
namespace {

constexpr int kMostWords = 16;

using Words = std::span<const std::string_view>;

std::string_view choose(Random& random, Words words) { return random.pick(words); }

std::string_view numberWord(int count)
{
    constexpr std::array<std::string_view, kLargestCount> words = {"one", "two", "three", "four"};
    return words[static_cast<std::size_t>(count - 1)];
}

std::string withArticle(const std::string& words)
{
    const bool vowel = std::string_view("aeiou").find(words.front()) != std::string_view::npos;
    return (vowel ? "an " : "a ") + words;
}

std::string noun(const Group& group, Random& random)
{
    const KindInfo& kind = info(group.kind);
    const bool synonym = !kind.synonym.empty() && random.chance(0.25);
    if (group.count == 1)
        return std::string(synonym ? kind.synonym : kind.singular);
    return std::string(synonym ? kind.synonymPlural : kind.plural);
}

// "two red cars", "a big brown dog", "three women in blue coats"
std::string groupPhrase(const Group& group, Random& random)
{
    constexpr std::array<std::string_view, 2> small = {"small", "little"};
    constexpr std::array<std::string_view, 2> big = {"big", "large"};
    std::string words;
    if (group.size != Size::Normal && random.chance(0.6))
        words = std::string(choose(random, group.size == Size::Small ? Words(small) : Words(big))) + ' ';
    const std::string colour(name(group.colour));
    if (info(group.kind).person) {
        constexpr std::array<std::string_view, 2> one = {"coat", "jacket"};
        constexpr std::array<std::string_view, 2> many = {"coats", "jackets"};
        words += noun(group, random) + " in ";
        words += group.count == 1 ? withArticle(colour) : colour;
        words += ' ' + std::string(choose(random, group.count == 1 ? Words(one) : Words(many)));
    } else {
        words += colour + ' ' + noun(group, random);
    }
    if (group.count > 1 || random.chance(0.1))
        return std::string(numberWord(group.count)) + ' ' + words;
    return withArticle(words);
}

std::string placePhrase(Place place, Random& random)
{
    constexpr std::array<std::array<std::string_view, 3>, kPlaces> phrases = {{
        {"on the beach", "by the sea", "on the sand"},
        {"in a meadow", "in the meadow", "on the grass"},
        {"in the forest", "in a forest", "in the woods"},
        {"on the street", "in the city", "on a street"},
        {"in the desert", "in a desert", "in the dry desert"},
        {"at the lake", "by the lake", "beside the water"},
        {"on the farm", "on a farm", "in a field"},
        {"in the park", "in a park", "at the park"},
        {"in the mountains", "below the mountains", "high in the mountains"},
        {"at the castle", "near the castle", "near an old castle"},
    }};
    return std::string(choose(random, phrases[static_cast<std::size_t>(place)]));
}

std::string timePhrase(Time time, Random& random)
{
    constexpr std::array<std::array<std::string_view, 3>, kTimes> phrases = {{
        {"in the morning", "at sunrise", "early in the morning"},
        {"at noon", "during the day", "around noon"},
        {"in the evening", "at sunset", "late in the evening"},
        {"at night", "in the dark", "late at night"},
    }};
    return std::string(choose(random, phrases[static_cast<std::size_t>(time)]));
}

std::string weatherPhrase(const Scene& scene, Random& random)
{
    constexpr std::array<std::array<std::string_view, 3>, kWeathers> phrases = {{
        {"in the sunshine", "in the sun", "under a clear sky"},
        {"under a cloudy sky", "in cloudy weather", "under dark clouds"},
        {"in the rain", "in heavy rain", "in rainy weather"},
        {"in the snow", "in falling snow", "in snowy weather"},
        {"in the fog", "in thick fog", "in the mist"},
    }};
    constexpr std::array<std::string_view, 3> starry = {"under the stars", "under the moon", "under a clear sky"};
    if (scene.weather == Weather::Clear && scene.time == Time::Night)
        return std::string(choose(random, starry));
    return std::string(choose(random, phrases[static_cast<std::size_t>(scene.weather)]));
}

// "on a rainy evening"
std::string bothPhrase(const Scene& scene)
{
    constexpr std::array<std::string_view, kTimes> times = {"morning", "day", "evening", "night"};
    constexpr std::array<std::string_view, kWeathers> weathers = {"sunny", "cloudy", "rainy", "snowy", "foggy"};
    std::string weather(weathers[static_cast<std::size_t>(scene.weather)]);
    if (scene.weather == Weather::Clear && scene.time == Time::Night)
        weather = "clear";
    return "on a " + weather + ' ' + std::string(times[static_cast<std::size_t>(scene.time)]);
}

std::string moodPhrase(const Scene& scene, Random& random)
{
    const double choice = random.unit();
    if (choice < 0.25)
        return timePhrase(scene.time, random);
    if (choice < 0.55)
        return weatherPhrase(scene, random);
    return bothPhrase(scene);
}

std::string relationPhrase(Relation relation, Random& random)
{
    constexpr std::array<std::array<std::string_view, 2>, kRelations> phrases = {{
        {"left of", "to the left of"},
        {"right of", "to the right of"},
        {"behind", "behind"},
        {"in front of", "in front of"},
        {"above", "over"},
        {"below", "under"},
    }};
    constexpr std::array<std::string_view, 4> loose = {"next to", "beside", "with", "and"};
    const bool level = relation != Relation::Above && relation != Relation::Below;
    if (random.chance(level ? 0.4 : 0.2))
        return std::string(level ? choose(random, loose) : std::string_view("and"));
    return std::string(choose(random, phrases[static_cast<std::size_t>(relation)]));
}

std::string verbFor(const Group& group)
{
    std::string verb(info(group.kind).verb);
    if (group.count == 1)
        return verb;
    if (verb == "flies")
        return "fly";
    verb.pop_back();
    return verb;
}

struct Details {
    bool other = false;
    bool place = false;
    bool mood = false;
};

Details sampleDetails(const Scene& scene, Mood mood, Random& random)
{
    const bool mayNameMood = mood == Mood::Spoken;
    if (!scene.other)
        return {false, true, mayNameMood && random.chance(0.85)};
    if (!mayNameMood)
        return {true, random.chance(0.7), false};
    constexpr std::array<Details, 4> choices = {
        {{true, true, false}, {true, false, true}, {false, true, true}, {true, true, true}}};
    return random.pick(std::span<const Details>(choices));
}

// The sentence's beginning: often none, sometimes what people say when they look for a photo.
std::string opening(const Scene& scene, Random& random)
{
    constexpr std::array<std::string_view, 5> asked = {"a photo of ", "a picture of ", "show me ", "you can see ",
                                                       "find "};
    if (random.chance(0.6))
        return {};
    if (random.chance(0.35))
        return scene.main.count == 1 ? "there is " : "there are ";
    return std::string(choose(random, asked));
}

std::string wording(const Scene& scene, Mood mood, Random& random)
{
    const Details details = sampleDetails(scene, mood, random);
    const std::string start = opening(scene, random);
    std::string words = groupPhrase(scene.main, random);
    if (start.empty() && !details.other && random.chance(0.5))
        words += ' ' + verbFor(scene.main);
    if (details.other)
        words += ' ' + relationPhrase(scene.relation, random) + ' ' + groupPhrase(*scene.other, random);
    if (details.place)
        words += ' ' + placePhrase(scene.place, random);
    if (!details.mood)
        return start + words;
    const std::string phrase = moodPhrase(scene, random);
    if (start.empty() && random.chance(0.25))
        return phrase + ' ' + words;
    return start + words + ' ' + phrase;
}

}  // namespace

std::string caption(const Scene& scene, Mood mood, Random& random)
{
    for (;;) {
        std::string words = wording(scene, mood, random);
        if (std::count(words.begin(), words.end(), ' ') < kMostWords)
            return words;
    }
}

std::vector<std::string> captions(const Scene& scene, int count, Mood mood, Random& random)
{
    std::vector<std::string> result;
    for (int attempt = 0; attempt < 20 * count && static_cast<int>(result.size()) < count; ++attempt) {
        std::string words = caption(scene, mood, random);
        if (std::find(result.begin(), result.end(), words) == result.end())
            result.push_back(std::move(words));
    }
    return result;
}

std::vector<std::string> keywords(const Scene& scene)
{
    constexpr std::array<std::string_view, kTimes> times = {"morning", "day", "evening", "night"};
    constexpr std::array<std::string_view, kWeathers> weathers = {"clear sky", "clouds", "rain", "snow", "fog"};
    std::vector<std::string> words = {std::string(info(scene.main.kind).singular)};
    if (scene.other)
        words.emplace_back(info(scene.other->kind).singular);
    words.emplace_back(name(scene.place));
    words.emplace_back(times[static_cast<std::size_t>(scene.time)]);
    words.emplace_back(weathers[static_cast<std::size_t>(scene.weather)]);
    return words;
}

}  // namespace saysee::picturebook
