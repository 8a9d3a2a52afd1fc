#include "core/eval/retrieval_metrics.h"

#include <QTest>
#include <cmath>

using namespace saysee;
using eval::VectorTable;
using Positions = std::vector<std::vector<std::size_t>>;

namespace {

VectorTable table(const std::vector<std::vector<float>>& rows)
{
    VectorTable made;
    for (const auto& row : rows)
        made.add(row.empty() ? std::nullopt : std::optional(base::Embedding::normalised(row, {"s"}).value()));
    return made;
}

}  // namespace

class TstRetrievalMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void positions_areThoseOfASortedList()
    {
        const auto queries = table({{1, 0}, {1, 1}, {0, 1}});
        const auto candidates = table({{1, 0.1F}, {1, 0.9F}, {0.2F, 1}, {-1, 0}});
        const Positions right = {{0}, {2}, {0, 2}};
        const Positions expected = {{1}, {2}, {1, 3}};
        QCOMPARE(eval::positionsOfRight(queries, candidates, right).value(), expected);
    }

    void ties_countAgainstTheRightOne()
    {
        const auto queries = table({{1, 0}});
        const auto candidates = table({{1, 0}, {1, 0}, {1, 0}});
        QCOMPARE(eval::positionsOfRight(queries, candidates, Positions {{0}}).value(), (Positions {{3}}));
        // Two right ones among three equal: one wrong one before them.
        QCOMPARE(eval::positionsOfRight(queries, candidates, Positions {{0, 2}}).value(), (Positions {{2, 3}}));
    }

    void missingVectors_comeLast()
    {
        const auto candidates = table({{1, 0}, {-1, 0}, {}});
        QCOMPARE(eval::positionsOfRight(table({{}}), candidates, Positions {{0}}).value(), (Positions {{3}}));
        QCOMPARE(eval::positionsOfRight(table({{1, 0}}), candidates, Positions {{2}}).value(), (Positions {{3}}));
        QCOMPARE(eval::positionsOfRight(table({{1, 0}}), candidates, Positions {{1}}).value(), (Positions {{2}}));
    }

    void sizesThatDoNotFit_areRefused()
    {
        const auto one = table({{1, 0}});
        QVERIFY(!eval::positionsOfRight(one, one, Positions {}).has_value());
        QVERIFY(!eval::positionsOfRight(one, one, Positions {{}}).has_value());
        QVERIFY(!eval::positionsOfRight(one, one, Positions {{1}}).has_value());
        QVERIFY(!eval::positionsOfRight(one, table({{1, 0, 0}}), Positions {{0}}).has_value());
    }

    void summary_ofKnownPositions()
    {
        const Positions positions = {{1}, {3}, {10}, {11}};
        const auto metrics = eval::summarise(positions, 50, {});
        QCOMPARE(metrics.recall1.value, 0.25);
        QCOMPARE(metrics.recall5.value, 0.5);
        QCOMPARE(metrics.recall10.value, 0.75);
        QCOMPARE(metrics.reciprocalRank.value, (1 + 1.0 / 3 + 0.1 + 1.0 / 11) / 4);
        QCOMPARE(metrics.ndcg10.value, (1 + 0.5 + 1 / std::log2(11.0)) / 4);  // log2(1 + 3) is 2
        QCOMPARE(metrics.medianPosition, 6.5);
        QCOMPARE(metrics.queries, std::size_t {4});
        QCOMPARE(metrics.candidates, std::size_t {50});
    }

    void ndcg_ofSeveralRightOnes_isOneWhenTheyComeFirst()
    {
        QCOMPARE(eval::summarise(Positions {{1, 2, 3}}, 10, {}).ndcg10.value, 1.0);
        QVERIFY(eval::summarise(Positions {{1, 2, 4}}, 10, {}).ndcg10.value < 1.0);
    }

    // For independent values the interval of a mean is that of a normal distribution: 1.96 standard errors.
    void interval_hasTheWidthOfTheory()
    {
        std::vector<double> values(1000, 0.0);
        std::fill_n(values.begin(), 300, 1.0);
        const auto interval = eval::bootstrapMean(values, {});
        QCOMPARE(interval.value, 0.3);
        const double expected = 2 * 1.96 * std::sqrt(0.3 * 0.7 / 1000);
        QVERIFY2(std::abs(interval.high - interval.low - expected) < 0.15 * expected,
                 qPrintable(QStringLiteral("%1 to %2").arg(interval.low).arg(interval.high)));
    }

    void repeatedQueriesOfOneGroup_doNotNarrowTheInterval()
    {
        std::vector<double> values;
        std::vector<std::size_t> groups;
        for (std::size_t i = 0; i < 100; ++i)
            for (int repeat = 0; repeat < 10; ++repeat) {
                values.push_back(i < 30 ? 1.0 : 0.0);
                groups.push_back(i);
            }
        const auto alone = eval::bootstrapMean(values, {});
        const auto grouped = eval::bootstrapMean(values, groups);
        QVERIFY(grouped.high - grouped.low > 2 * (alone.high - alone.low));
    }

    void seed_decides()
    {
        const std::vector<double> values = {0, 1, 1, 0, 1, 0, 0, 1, 1, 1};
        const auto first = eval::bootstrapMean(values, {}, {.resamples = 50, .confidence = 0.9, .seed = 4});
        const auto again = eval::bootstrapMean(values, {}, {.resamples = 50, .confidence = 0.9, .seed = 4});
        QCOMPARE(first.low, again.low);
        QCOMPARE(first.high, again.high);
        QVERIFY(first.low <= first.value && first.value <= first.high);
        QCOMPARE(eval::bootstrapMean({}, {}).value, 0.0);
    }

    void difference_isPaired()
    {
        Positions a;
        Positions b;
        for (std::size_t i = 0; i < 200; ++i) {
            a.push_back({i % 2 == 0 ? std::size_t {1} : std::size_t {9}});
            b.push_back({i % 10 == 0 ? std::size_t {9} : a.back().front()});
        }
        const auto difference = eval::recallDifference(a, b, 1, {});
        QCOMPARE(difference.value, 0.1);
        QVERIFY(difference.low > 0.05 && difference.high < 0.15);
    }
};

QTEST_GUILESS_MAIN(TstRetrievalMetrics)
#include "tst_retrieval_metrics.moc"
