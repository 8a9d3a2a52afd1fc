#include "core/training/promotion_gate.h"

#include <QTest>
#include <vector>

using namespace saysee::training;

namespace {

// `won` queries come up, `lost` go down, `same` stay at rank 1.
struct Ranks {
    std::vector<int> before;
    std::vector<int> after;

    Ranks(int won, int lost, int same)
    {
        for (int i = 0; i < won + lost + same; ++i) {
            before.push_back(i < won ? 5 : 1);
            after.push_back(i >= won && i < won + lost ? 5 : 1);
        }
    }
    [[nodiscard]] RankChange change() const { return {before, after}; }
};

}  // namespace

class TestPromotionGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<int>("won");
        QTest::addColumn<int>("lost");
        QTest::addColumn<int>("probeLost");
        QTest::addColumn<bool>("promoted");
        QTest::newRow("clear win") << 6 << 0 << 0 << true;
        QTest::newRow("one photo more may be chance") << 1 << 0 << 0 << false;
        QTest::newRow("as many lost as won") << 5 << 5 << 0 << false;
        QTest::newRow("nothing changes") << 0 << 0 << 0 << false;
        QTest::newRow("probe loses within the margin") << 8 << 1 << 2 << true;
        QTest::newRow("probe loses too much") << 8 << 1 << 10 << false;
    }
    void verdicts()
    {
        QFETCH(int, won);
        QFETCH(int, lost);
        QFETCH(int, probeLost);
        QFETCH(bool, promoted);
        const Ranks own(won, lost, 20);
        const Ranks probe(0, probeLost, 100 - probeLost);
        const GateVerdict verdict = decidePromotion(own.change(), probe.change());
        QVERIFY2(verdict.promote == promoted, verdict.reason.c_str());
        QVERIFY(!verdict.reason.empty());
    }

    // What pairs with exchanged photos do: the photos wander about far down the list.
    void movesThatNobodySees_countForNothing()
    {
        const std::vector<int> before {90, 80, 120, 60, 70, 44, 99, 31};
        const std::vector<int> after {40, 30, 50, 20, 11, 12, 60, 90};
        const GateVerdict verdict = decidePromotion({before, after}, {});
        QVERIFY2(!verdict.promote, verdict.reason.c_str());
        QVERIFY2(decidePromotion({before, after}, {}, {.seenRanks = 100}).promote, "the rule decides what counts");
    }

    void aPhotoThatFallsOutOfSight_countsAgainst()
    {
        const std::vector<int> before {40, 30, 50, 2, 3, 4};
        const std::vector<int> after {4, 3, 5, 200, 300, 400};
        QVERIFY(!decidePromotion({before, after}, {}).promote);
    }

    void withoutHeldOutPairs_nothingIsPromoted() { QVERIFY(!decidePromotion({}, {}).promote); }
};

QTEST_GUILESS_MAIN(TestPromotionGate)
#include "tst_promotion_gate.moc"
