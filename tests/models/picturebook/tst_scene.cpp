#include "models/picturebook/recipe/scene/caption.h"

#include <QTest>
#include <set>
#include <sstream>

using namespace saysee::picturebook;

namespace {

std::set<std::string> keysOf(Split split, int count)
{
    std::set<std::string> keys;
    for (const Scene& scene : sampleSplit(split, count, 1))
        keys.insert(canonicalKey(scene));
    return keys;
}

}  // namespace

class TstScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Frozen numbers: another result means that every data set and metric of the pack changes.
    void random_isTheSameEverywhere()
    {
        Random random(1);
        QCOMPARE(random.next(), 0x910A2DEC89025CC1ULL);
        QCOMPARE(itemSeed("picture", 1, 0) == itemSeed("picture", 1, 1), false);
    }

    void splits_shareNoScene()
    {
        const auto train = keysOf(Split::Train, 4000);
        const auto validation = keysOf(Split::Validation, 500);
        const auto test = keysOf(Split::Test, 1000);
        for (const std::string& key : test)
            QVERIFY2(!train.contains(key) && !validation.contains(key), key.c_str());
        for (const std::string& key : validation)
            QVERIFY2(!train.contains(key), key.c_str());
    }

    void scenes_makeSense()
    {
        for (const Scene& scene : sampleSplit(Split::Train, 3000, 7)) {
            for (const Group* group : {&scene.main, scene.other ? &*scene.other : &scene.main}) {
                QVERIFY(group->count >= 1 && group->count <= kLargestCount);
                QVERIFY((info(group->kind).colours >> static_cast<unsigned>(group->colour)) & 1U);
                QVERIFY((info(group->kind).places >> static_cast<unsigned>(scene.place)) & 1U);
                QVERIFY(group->count == 1 || group->size == Size::Normal);
            }
            if (scene.other && scene.relation == Relation::Above)
                QVERIFY(info(scene.main.kind).flies && !info(scene.other->kind).flies);
            const auto values = attributes(scene);
            QCOMPARE(values.size(), kAttributeSizes.size());
            for (std::size_t i = 0; i < values.size(); ++i)
                QVERIFY(values[i] >= -1 && values[i] < kAttributeSizes[i]);
        }
    }

    void captions_areShortDifferentAndOfAClosedVocabulary()
    {
        std::set<std::string> vocabulary;
        Random random(3);
        for (const Scene& scene : sampleSplit(Split::Train, 4000, 3)) {
            const auto wordings = captions(scene, 5, Mood::Spoken, random);
            QCOMPARE(std::set<std::string>(wordings.begin(), wordings.end()).size(), std::size_t(5));
            for (const std::string& wording : wordings) {
                std::istringstream words(wording);
                int count = 0;
                for (std::string word; words >> word; ++count)
                    vocabulary.insert(word);
                QVERIFY2(count >= 4 && count <= 16, wording.c_str());
            }
        }
        QVERIFY2(vocabulary.size() >= 150 && vocabulary.size() <= 300, std::to_string(vocabulary.size()).c_str());
    }

    void toneCaptions_sayNothingOfTheMood()
    {
        const std::set<std::string> forbidden = {"rain",    "rainy",   "sunny",  "sun",     "sunshine", "night",
                                                 "dark",    "day",     "noon",   "snow",    "snowy",    "cloudy",
                                                 "clouds",  "fog",     "foggy",  "mist",    "stars",    "moon",
                                                 "morning", "evening", "sunset", "sunrise", "clear"};
        Random random(5);
        for (const Scene& scene : sampleSplit(Split::Test, 500, 5)) {
            QCOMPARE(canonicalKey(bright(scene)), canonicalKey(gloomy(scene)));
            std::istringstream words(caption(scene, Mood::LeftOut, random));
            for (std::string word; words >> word;)
                QVERIFY2(!forbidden.contains(word), word.c_str());
        }
    }

    // The task must be solvable: a caption should fit few of a thousand scenes.
    void captions_tellAThousandScenesApart()
    {
        std::set<std::string> wordings;
        Random random(8);
        for (const Scene& scene : sampleSplit(Split::Test, 1000, 1))
            wordings.insert(caption(scene, Mood::Spoken, random));
        QVERIFY2(wordings.size() > 950, std::to_string(wordings.size()).c_str());
    }
};

QTEST_GUILESS_MAIN(TstScene)
#include "tst_scene.moc"
