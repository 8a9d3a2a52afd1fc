// Which photos are offered for labelling, in which order, and which pairs are suspected.
#include "core/search/label_queue.h"

#include <QTest>
#include <cmath>

using namespace saysee;
using namespace saysee::search;

namespace {

// Photos on a circle: the cosine of two is that of their angles' difference.
class Circle {
public:
    base::PhotoId add(double degrees, bool described = false)
    {
        const double angle = degrees * 3.14159265358979 / 180;
        m_vectors.push_back({static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))});
        m_described.push_back(described);
        return {static_cast<std::int64_t>(m_vectors.size())};
    }

    [[nodiscard]] std::vector<LabelCandidate> candidates() const
    {
        std::vector<LabelCandidate> list;
        for (std::size_t i = 0; i < m_vectors.size(); ++i)
            list.push_back({{static_cast<std::int64_t>(i) + 1}, m_vectors[i], m_described[i]});
        return list;
    }

private:
    std::vector<std::vector<float>> m_vectors;
    std::vector<bool> m_described;
};

std::vector<base::PhotoId> photosOf(const std::vector<LabelItem>& items)
{
    std::vector<base::PhotoId> photos;
    for (const LabelItem& item : items)
        photos.push_back(item.photo);
    return photos;
}

}  // namespace

class TestLabelQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void failedSearches_comeFirst()
    {
        Circle circle;
        circle.add(0);
        const auto asked = circle.add(120);
        circle.add(200);
        const FailedSearch failed {"a red kite", {asked}};
        const auto queue = planLabelQueue(circle.candidates(), {&failed, 1});
        QCOMPARE(queue.size(), 3U);
        QVERIFY(queue[0] == (LabelItem {asked, LabelReason::FailedSearch, "a red kite"}));
        QVERIFY(describe(queue[0]).find("a red kite") != std::string::npos);
    }

    void failedSearch_ofUnknownOrDescribedPhotos_fallsToTheNext()
    {
        Circle circle;
        const auto described = circle.add(0, true);
        const auto second = circle.add(90);
        const FailedSearch failed {"x", {{77}, described, second}};
        const auto queue = planLabelQueue(circle.candidates(), {&failed, 1});
        QVERIFY(queue.front() == (LabelItem {second, LabelReason::FailedSearch, "x"}));
    }

    void confusable_nearestFirst()
    {
        Circle circle;
        const auto far = circle.add(0);
        circle.add(28);  // cosine 0.88 to the first
        const auto near = circle.add(150);
        circle.add(172);  // cosine 0.93 to the third
        circle.add(270);
        const auto queue = planLabelQueue(circle.candidates(), {});
        QVERIFY(queue[0].photo == near && queue[0].reason == LabelReason::Confusable);
        QVERIFY(queue[2].photo == far && queue[2].reason == LabelReason::Confusable);
        QVERIFY(queue[4].reason == LabelReason::Coverage);
    }

    void lookAlikes_areOfferedOnce()
    {
        Circle circle;
        circle.add(0);
        circle.add(1);
        circle.add(2);
        circle.add(90, true);
        circle.add(91);  // looks like one that was described
        QCOMPARE(planLabelQueue(circle.candidates(), {}).size(), 1U);
    }

    void coverage_takesTheFarthest()
    {
        Circle circle;
        circle.add(0, true);
        const auto quarter = circle.add(90);
        const auto opposite = circle.add(180);
        const auto queue = planLabelQueue(circle.candidates(), {});
        QVERIFY(photosOf(queue) == (std::vector<base::PhotoId> {opposite, quarter}));
    }

    void count_isKept()
    {
        Circle circle;
        for (int i = 0; i < 12; ++i)
            circle.add(30 * i);
        QCOMPARE(planLabelQueue(circle.candidates(), {}, {.count = 5}).size(), 5U);
        QVERIFY(planLabelQueue({}, {}).empty());
    }

    void suspicious_areFarBeyondTheUsualRank()
    {
        const std::vector<std::size_t> ranks = {1, 2, 1, 3, 40, 2, 1, 0, 9, 1};
        QVERIFY(suspiciousPairs(ranks) == (std::vector<std::size_t> {7, 4}));
    }

    void suspicious_nothingWhereNothingIsUsual()
    {
        QVERIFY(suspiciousPairs(std::vector<std::size_t> {1, 500, 1}).empty());
        QVERIFY(suspiciousPairs(std::vector<std::size_t>(20, 0)).empty());
        QVERIFY(suspiciousPairs(std::vector<std::size_t>(20, 80)).empty());
    }
};

QTEST_GUILESS_MAIN(TestLabelQueue)
#include "tst_label_queue.moc"
