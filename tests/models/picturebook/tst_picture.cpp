#include "models/picturebook/recipe/picture/render.h"

#include <QTest>
#include <cmath>

using namespace saysee::picturebook;

namespace {

double difference(const QImage& a, const QImage& b)
{
    double sum = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < 3 * a.width(); ++x)
            sum += std::abs(int(a.constScanLine(y)[x]) - int(b.constScanLine(y)[x]));
    return sum / (3.0 * a.width() * a.height());
}

// At the model's input size, without the camera's noise in the way.
QImage small(const Scene& scene, std::uint64_t seed = 1)
{
    return render(scene, seed, QSize(240, 180))
        .scaled(80, 80, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB888);
}

double meanX(const std::vector<Spot>& spots, Kind kind)
{
    double sum = 0;
    int count = 0;
    for (const Spot& spot : spots)
        if (spot.kind == kind) {
            sum += spot.x;
            ++count;
        }
    return sum / count;
}

Scene example()
{
    Scene scene;
    scene.main = {Kind::Dog, Colour::Brown, 2, Size::Normal};
    scene.other = Group {Kind::Car, Colour::Red, 1, Size::Normal};
    scene.place = Place::Beach;
    return scene;
}

}  // namespace

class TstPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSeed_samePicture()
    {
        QCOMPARE(small(example()), small(example()));
        QVERIFY(difference(small(example(), 1), small(example(), 2)) > 3);
    }

    // What a caption can name must show at the model's input size, in every weather and at every hour.
    void everyKindAndColour_shows()
    {
        for (const Weather weather : {Weather::Clear, Weather::Fog, Weather::Rain})
            for (const Time time : {Time::Day, Time::Night})
                for (int kind = 0; kind < kKinds; ++kind) {
                    Scene scene;
                    scene.weather = weather;
                    scene.time = time;
                    scene.main.kind = static_cast<Kind>(kind);
                    scene.main.colour = Colour::Red;
                    Scene other = scene;
                    other.main.colour = Colour::Blue;
                    const std::string what = std::string(info(scene.main.kind).singular);
                    QVERIFY2(difference(small(scene), small(other)) > 0.2, what.c_str());
                    other = scene;
                    other.main.kind = static_cast<Kind>((kind + 1) % kKinds);
                    QVERIFY2(difference(small(scene), small(other)) > 0.5, what.c_str());
                }
    }

    void everyPlaceTimeAndWeather_shows()
    {
        for (int place = 0; place < kPlaces; ++place)
            for (int time = 0; time < kTimes; ++time)
                for (int weather = 0; weather < kWeathers; ++weather) {
                    Scene scene = example();
                    scene.place = static_cast<Place>(place);
                    scene.time = static_cast<Time>(time);
                    scene.weather = static_cast<Weather>(weather);
                    const QImage picture = small(scene);
                    Scene other = scene;
                    other.place = static_cast<Place>((place + 1) % kPlaces);
                    QVERIFY(difference(picture, small(other)) > 2);
                    other = scene;
                    other.time = static_cast<Time>((time + 1) % kTimes);
                    QVERIFY(difference(picture, small(other)) > 2);
                    other = scene;
                    other.weather = static_cast<Weather>((weather + 1) % kWeathers);
                    QVERIFY(difference(picture, small(other)) > 2);
                }
    }

    void relations_holdInTheLayout()
    {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            Random random(seed);
            Scene scene = example();
            scene.relation = Relation::LeftOf;
            auto spots = layOut(scene, 0.48, random);
            QVERIFY(meanX(spots, Kind::Dog) < meanX(spots, Kind::Car) - 0.3);
            scene.relation = Relation::RightOf;
            spots = layOut(scene, 0.48, random);
            QVERIFY(meanX(spots, Kind::Dog) > meanX(spots, Kind::Car) + 0.3);
            scene.relation = Relation::Behind;
            QCOMPARE(layOut(scene, 0.48, random).front().kind, Kind::Dog);
            scene.relation = Relation::InFrontOf;
            QCOMPARE(layOut(scene, 0.48, random).front().kind, Kind::Car);
        }
    }

    void everyThing_isInThePicture()
    {
        Random random(9);
        for (const Scene& scene : sampleSplit(Split::Train, 2000, 9)) {
            const auto spots = layOut(scene, 0.48, random);
            QCOMPARE(static_cast<int>(spots.size()), scene.main.count + (scene.other ? scene.other->count : 0));
            for (const Spot& spot : spots) {
                const std::string what = canonicalKey(scene);
                QVERIFY2(spot.x > 0.02 && spot.x < 0.98 && spot.y < 1.03 && spot.y - spot.height > -0.03,
                         what.c_str());
                QVERIFY2(spot.height > 0.07, what.c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TstPicture)
#include "tst_picture.moc"
