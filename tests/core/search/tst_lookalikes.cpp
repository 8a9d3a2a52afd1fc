#include "core/index/index_cache.h"
#include "core/search/lookalikes.h"

#include <QTest>
#include <cmath>

using namespace saysee;

namespace {

// Photos as points on a circle: their cosine is that of the angle between them.
std::unique_ptr<index::VectorIndex> circle(const std::vector<double>& degrees)
{
    auto made = index::createExactIndex({"s"}, 2, {.threads = 1});
    for (std::size_t i = 0; i < degrees.size(); ++i) {
        const base::PhotoId id {static_cast<std::int64_t>(i) + 1};
        const double angle = degrees[i] * M_PI / 180;
        const std::vector<float> vector = {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
        if (!made->upsert({&id, 1}, vector))
            return nullptr;
    }
    return made;
}

using Groups = std::vector<search::PhotoGroup>;

}  // namespace

class TstLookAlikes : public QObject {
    Q_OBJECT

    const search::LookAlikeOptions m_tenDegrees {.threshold = static_cast<float>(std::cos(10.0 * M_PI / 180))};

private Q_SLOTS:
    void chains_areNotJoined()
    {
        // 0 and 8 look alike, 8 and 16 too, 0 and 16 do not.
        const auto index = circle({0, 8, 16, 90, 91});
        const Groups expected = {{{1}, {2}}, {{4}, {5}}};
        QCOMPARE(search::findLookAlikes(*index, {}, m_tenDegrees).value(), expected);
    }

    void duplicates_takePartOnce()
    {
        const auto index = circle({0, 0, 0, 3});
        const Groups expected = {{{1}, {4}}};
        QCOMPARE(search::findLookAlikes(*index, {{{1}, {2}, {3}}}, m_tenDegrees).value(), expected);
        QVERIFY(search::findLookAlikes(*index, {{{1}, {2}, {3}}, {{4}}}, {.threshold = 0.9999F}).value().empty());
    }

    void groups_haveALargestSize()
    {
        const auto index = circle(std::vector<double>(10, 45.0));
        const auto groups = search::findLookAlikes(*index, {}, {.threshold = 0.9F, .largestGroup = 4}).value();
        const Groups expected = {{{1}, {2}, {3}, {4}}, {{5}, {6}, {7}, {8}}, {{9}, {10}}};
        QCOMPARE(groups, expected);
    }

    void canBeStopped()
    {
        std::stop_source source;
        source.request_stop();
        const auto stopped = search::findLookAlikes(*circle({0, 1}), {}, {}, {source.get_token(), {}});
        QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstLookAlikes)
#include "tst_lookalikes.moc"
