#include "core/search/lookalikes.h"

#include <QTest>
#include <cmath>

using namespace saysee;

namespace {

using Groups = std::vector<std::size_t>;

// Photos as points on a circle, alike up to ten degrees: their cosine is that of the angle between them.
Groups groupsOf(const std::vector<double>& degrees)
{
    std::vector<std::vector<float>> vectors;
    for (const double angle : degrees)
        vectors.push_back(
            {static_cast<float>(std::cos(angle * M_PI / 180)), static_cast<float>(std::sin(angle * M_PI / 180))});
    const std::vector<std::span<const float>> pictures(vectors.begin(), vectors.end());
    return search::groupLookAlikes(pictures, static_cast<float>(std::cos(10.0 * M_PI / 180)));
}

}  // namespace

class TstLookAlikes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chains_areNotJoined()
    {
        // 0 and 8 look alike, 8 and 16 too, 0 and 16 do not.
        QCOMPARE(groupsOf({0, 8, 16, 90, 91}), (Groups {0, 0, 1, 2, 2}));
    }

    void groups_areCountedInOrderOfAppearance() { QCOMPARE(groupsOf({90, 0, 91, 180, 3}), (Groups {0, 1, 0, 2, 1})); }

    void equalPhotos_areOneGroup() { QCOMPARE(groupsOf({45, 45, 45}), (Groups {0, 0, 0})); }

    void noPhotos_areNoGroups() { QVERIFY(groupsOf({}).empty()); }
};

QTEST_GUILESS_MAIN(TstLookAlikes)
#include "tst_lookalikes.moc"
