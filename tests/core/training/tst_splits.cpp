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

constexpr SplitShares kShares {.stop = 0.15, .judge = 0.2};

int heldOut(const Split& split) { return static_cast<int>(split.count(Side::Judge)); }

}  // namespace

class TestSplits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneSpeaker_isDividedByPhotoGroup()
    {
        const auto pairs = pairsOf(100, 3, 0);
        const Split split = splitPairs(pairs, kShares, 1);
        QVERIFY(!split.speakersApart);
        QVERIFY2(heldOut(split) > 30 && heldOut(split) < 90, qPrintable(QString::number(heldOut(split))));
        for (std::size_t i = 0; i < pairs.size(); i += 3)
            QVERIFY(split.sides[i] == split.sides[i + 1] && split.sides[i] == split.sides[i + 2]);
    }

    void severalSpeakers_areNotOnBothSides()
    {
        const auto pairs = pairsOf(100, 2, 5);
        const Split split = splitPairs(pairs, kShares, 1);
        QVERIFY(split.speakersApart);
        std::set<std::string> sides[2];
        for (std::size_t i = 0; i < pairs.size(); ++i)
            sides[split.sides[i] == Side::Judge ? 1 : 0].insert(pairs[i].speaker);
        for (const auto& speaker : sides[1])
            QVERIFY(!sides[0].contains(speaker));
        QVERIFY(!sides[0].empty() && !sides[1].empty());
    }

    void twoSpeakersOfTheSamePhotos_areDividedByPhotoGroup()
    {
        std::vector<SplitKey> pairs;
        for (int i = 0; i < 60; ++i)
            pairs.push_back({i / 2, i % 2 == 0 ? "a" : "b"});
        QVERIFY(!splitPairs(pairs, kShares, 1).speakersApart);
    }

    void laterPairs_moveFewOfTheEarlierOnes()
    {
        const auto all = pairsOf(50, 2, 0);
        const Split before = splitPairs(std::span(all).first(40), SplitShares({.stop = 0.15, .judge = 0.3}), 7);
        const Split after = splitPairs(all, SplitShares({.stop = 0.15, .judge = 0.3}), 7);
        int moved = 0;
        for (std::size_t i = 0; i < 40; ++i)
            moved += before.sides[i] != after.sides[i] ? 1 : 0;
        QVERIFY2(moved <= 12, qPrintable(QString::number(moved)));
    }

    void fewGroups_neverHoldOutLessThanTheShare()
    {
        const auto pairs = pairsOf(20, 1, 0);
        for (std::uint64_t seed = 1; seed <= 50; ++seed)
            QVERIFY2(heldOut(splitPairs(pairs, kShares, seed)) >= 4, qPrintable(QString::number(seed)));
    }

    void threeSides_areAboutTheirShares()
    {
        const auto pairs = pairsOf(400, 1, 0);
        const Split split = splitPairs(pairs, kShares, 3);
        const auto stopping = split.count(Side::Stop), fitting = split.count(Side::Fit);
        QVERIFY2(stopping > 40 && stopping < 80, qPrintable(QString::number(stopping)));
        QVERIFY2(fitting > 230 && fitting < 290, qPrintable(QString::number(fitting)));
    }

    // Eight pairs of as many photos are what a run needs at least.
    void eightPhotos_areEnough_threeAreNot()
    {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            const auto eight = pairsOf(8, 1, 0), three = pairsOf(3, 4, 0);
            QVERIFY2(isEnough(splitPairs(eight, kShares, seed), eight), qPrintable(QString::number(seed)));
            QVERIFY(!isEnough(splitPairs(three, kShares, seed), three));
        }
    }

    // However unevenly they are described, and by however many people.
    void fivePhotos_areAlwaysEnough()
    {
        for (const auto& counts : {std::vector<int> {3, 3, 3, 3, 3}, {40, 1, 1, 1, 1}, {20, 20, 1, 1, 1, 1, 1, 1}})
            for (const int speakers : {0, 3, 5})
                for (std::uint64_t seed = 1; seed <= 200; ++seed) {
                    std::vector<SplitKey> pairs;
                    for (std::size_t group = 0; group < counts.size(); ++group)
                        for (int i = 0; i < counts[group]; ++i)
                            pairs.push_back(
                                {static_cast<std::int64_t>(17 * group + seed),
                                 speakers == 0 ? "" : std::to_string(group % static_cast<std::size_t>(speakers))});
                    QVERIFY2(isEnough(splitPairs(pairs, kShares, seed), pairs),
                             qPrintable(QStringLiteral("seed %1, %2 pairs, %3 speakers")
                                            .arg(seed)
                                            .arg(pairs.size())
                                            .arg(speakers)));
                }
    }

    void theOrderOfPairs_changesNothing()
    {
        for (const int speakers : {0, 5}) {
            auto pairs = pairsOf(40, 2, speakers);
            Split split = splitPairs(pairs, kShares, 3);
            std::reverse(pairs.begin(), pairs.end());
            std::reverse(split.sides.begin(), split.sides.end());
            QVERIFY(splitPairs(pairs, kShares, 3).sides == split.sides);
        }
    }

    void nothingAndOne_areFine()
    {
        QVERIFY(splitPairs({}, kShares, 1).sides.empty());
        QCOMPARE(splitPairs(pairsOf(1, 1, 1), kShares, 1).sides.size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestSplits)
#include "tst_splits.moc"
