#include "core/search/bands.h"

#include <QTest>
#include <algorithm>
#include <limits>
#include <random>

using namespace saysee::search;

namespace {

// A library's scores: most photos around 0.15, `matching` of them around 0.15 + lead. Best first.
std::vector<float> library(std::size_t photos, std::size_t matching, double lead, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> others(0.15F, 0.02F);
    std::normal_distribution<float> matches(static_cast<float>(0.15 + lead), 0.015F);
    std::vector<float> scores;
    for (std::size_t i = 0; i < photos; ++i)
        scores.push_back(i < matching ? matches(random) : others(random));
    std::sort(scores.begin(), scores.end(), std::greater<>());
    return scores;
}

std::vector<float> sampleOf(const std::vector<float>& scores, std::size_t count)
{
    std::vector<float> sample;
    std::mt19937 random(99);
    std::sample(scores.begin(), scores.end(), std::back_inserter(sample), static_cast<std::ptrdiff_t>(count), random);
    return sample;
}

std::size_t counted(const std::vector<Band>& bands, Band band)
{
    return static_cast<std::size_t>(std::count(bands.begin(), bands.end(), band));
}

std::vector<Band> bandsOf(const std::vector<float>& scores, std::size_t hits)
{
    const std::vector<float> best(scores.begin(),
                                  scores.begin() + static_cast<std::ptrdiff_t>(std::min(hits, scores.size())));
    return assignBands(best, fitBackground(sampleOf(scores, 2000)), scores.size());
}

}  // namespace

class TstBands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void background_isThatOfThePhotosThatDoNotMatch()
    {
        // A third of the library matches; centre and spread of the others are still found.
        const auto fitted = fitBackground(library(3000, 1000, 0.1, 1));
        QVERIFY2(std::abs(fitted.centre - 0.16) < 0.012, QByteArray::number(fitted.centre));
        QVERIFY2(fitted.spread > 0.015 && fitted.spread < 0.03, QByteArray::number(fitted.spread));
    }

    void fewGoodMatches_areBest_data()
    {
        QTest::addColumn<int>("photos");
        QTest::addColumn<int>("matching");
        QTest::newRow("small library") << 200 << 5;
        QTest::newRow("ten thousand") << 10'000 << 8;
        QTest::newRow("a hundred thousand") << 100'000 << 60;
    }
    void fewGoodMatches_areBest()
    {
        QFETCH(int, photos);
        QFETCH(int, matching);
        std::size_t best = 0;
        for (unsigned seed = 1; seed <= 5; ++seed)
            best +=
                counted(bandsOf(library(std::size_t(photos), std::size_t(matching), 0.14, seed), 200), Band::Best);
        const double share = static_cast<double>(best) / (5.0 * matching);
        QVERIFY2(share > 0.9 && share < 1.15, QByteArray::number(share));
    }

    void manyMatches_areBestToo()
    {
        const auto bands = bandsOf(library(10'000, 2000, 0.12, 3), 2500);
        const auto best = counted(bands, Band::Best);
        QVERIFY2(best > 1700 && best < 2150, QByteArray::number(qsizetype(best)));
    }

    void unrelatedQueries_matchNothing()
    {
        // At most one query in five may show anything at all (study-product.md, H); Best ones must be rare.
        int shown = 0;
        int best = 0;
        for (unsigned seed = 1; seed <= 100; ++seed) {
            const auto bands = bandsOf(library(5000, 0, 0, seed), 50);
            shown += bands.front() != Band::Rest ? 1 : 0;
            best += bands.front() == Band::Best ? 1 : 0;
        }
        QVERIFY2(shown <= 25, QByteArray::number(shown));
        QVERIFY2(best <= 10, QByteArray::number(best));
    }

    // Half of the query fits every twentieth photo: they are no background, but no good match either.
    void partialMatches_areNotBest()
    {
        auto scores = library(2000, 100, 0.05, 6);
        const Background fitted = fitBackground(sampleOf(scores, 2000));
        QVERIFY2(fitted.wideSpread > 1.2 * fitted.spread, QByteArray::number(fitted.wideSpread));
        QCOMPARE(counted(bandsOf(scores, 50), Band::Best), std::size_t {0});
        scores.insert(scores.begin(), 0.31F);  // and one that fits whole
        const auto bands = bandsOf(scores, 50);
        QCOMPARE(bands.front(), Band::Best);
        QCOMPARE(counted(bands, Band::Best), std::size_t {1});
    }

    void uncertainWords_limitTheBand()
    {
        QCOMPARE(highestBand(1), Band::Best);
        QCOMPARE(highestBand(0.7), Band::Best);
        QCOMPARE(highestBand(0.6), Band::Maybe);
        QCOMPARE(highestBand(0.2), Band::Rest);
        QCOMPARE(highestBand(0), Band::Rest);
        QCOMPARE(highestBand(std::numeric_limits<double>::quiet_NaN()), Band::Rest);
    }

    void bands_neverRiseAlongTheList()
    {
        for (unsigned seed = 1; seed <= 50; ++seed) {
            const auto bands = bandsOf(library(1000, seed, 0.06, seed), 100);
            QVERIFY(std::is_sorted(bands.begin(), bands.end()));
        }
    }

    void tooFewPhotosToCompareWith_areAllMaybe()
    {
        const std::vector<float> scores = {0.3F, 0.2F, 0.1F};
        QCOMPARE(assignBands(scores, fitBackground(scores), 3), std::vector<Band>(3, Band::Maybe));
        QVERIFY(assignBands({}, fitBackground({}), 0).empty());
    }

    void equalScores_areNoMatch()
    {
        const std::vector<float> scores(100, 0.2F);
        QCOMPARE(counted(assignBands(scores, fitBackground(scores), 100), Band::Rest), std::size_t {100});
    }
};

QTEST_GUILESS_MAIN(TstBands)
#include "tst_bands.moc"
