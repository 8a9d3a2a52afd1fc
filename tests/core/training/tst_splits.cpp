#include "core/training/splits.h"

#include <QTest>
#include <algorithm>
#include <set>

using namespace saysee::training;

namespace {

std::vector<SplitKey> pairsOf(int groups, int perGroup, int speakers)
{
    std::vector<SplitKey> pairs;
    for (int i = 0; i < groups * perGroup; ++i) {
        const int group = i / perGroup;
        pairs.push_back({group + 1, speakers == 0 ? std::string {} : "speaker " + std::to_string(group % speakers)});
    }
    return pairs;
}

int heldOut(const Split& split)
{
    return static_cast<int>(std::count(split.heldOut.begin(), split.heldOut.end(), true));
}

}  // namespace

class TestSplits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneSpeaker_isDividedByPhotoGroup()
    {
        const auto pairs = pairsOf(100, 3, 0);
        const Split split = splitPairs(pairs, 0.2, 1);
        QVERIFY(!split.speakersApart);
        QVERIFY2(heldOut(split) > 30 && heldOut(split) < 90, qPrintable(QString::number(heldOut(split))));
        for (std::size_t i = 0; i < pairs.size(); i += 3)
            QVERIFY(split.heldOut[i] == split.heldOut[i + 1] && split.heldOut[i] == split.heldOut[i + 2]);
    }

    void severalSpeakers_areNotOnBothSides()
    {
        const auto pairs = pairsOf(100, 2, 5);
        const Split split = splitPairs(pairs, 0.2, 1);
        QVERIFY(split.speakersApart);
        std::set<std::string> sides[2];
        for (std::size_t i = 0; i < pairs.size(); ++i)
            sides[split.heldOut[i] ? 1 : 0].insert(pairs[i].speaker);
        for (const auto& speaker : sides[1])
            QVERIFY(!sides[0].contains(speaker));
        QVERIFY(!sides[0].empty() && !sides[1].empty());
    }

    void twoSpeakersOfTheSamePhotos_areDividedByPhotoGroup()
    {
        std::vector<SplitKey> pairs;
        for (int i = 0; i < 60; ++i)
            pairs.push_back({i / 2, i % 2 == 0 ? "a" : "b"});
        QVERIFY(!splitPairs(pairs, 0.2, 1).speakersApart);
    }

    void laterPairs_moveFewOfTheEarlierOnes()
    {
        const auto all = pairsOf(50, 2, 0);
        const Split before = splitPairs(std::span(all).first(40), 0.3, 7);
        const Split after = splitPairs(all, 0.3, 7);
        int moved = 0;
        for (std::size_t i = 0; i < 40; ++i)
            moved += before.heldOut[i] != after.heldOut[i] ? 1 : 0;
        QVERIFY2(moved <= 6, qPrintable(QString::number(moved)));
    }

    void fewGroups_neverHoldOutLessThanTheShare()
    {
        const auto pairs = pairsOf(20, 1, 0);
        for (std::uint64_t seed = 1; seed <= 50; ++seed)
            QVERIFY2(heldOut(splitPairs(pairs, 0.2, seed)) >= 4, qPrintable(QString::number(seed)));
    }

    void nothingAndOne_areFine()
    {
        QVERIFY(splitPairs({}, 0.2, 1).heldOut.empty());
        QCOMPARE(splitPairs(pairsOf(1, 1, 1), 0.2, 1).heldOut.size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestSplits)
#include "tst_splits.moc"
