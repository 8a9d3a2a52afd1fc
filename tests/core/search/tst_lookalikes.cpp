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

    void cosines_areThoseOfTheWholeVectors()
    {
        for (const std::size_t dimensions : {2U, 63U, 64U, 65U, 200U, 512U}) {
            std::vector<float> a(dimensions), b(dimensions);
            for (std::size_t i = 0; i < dimensions; ++i) {
                a[i] = std::sin(static_cast<float>(i) + 1);
                b[i] = a[i] + 0.3F * std::cos(static_cast<float>(7 * i));
            }
            double product = 0, lengthA = 0, lengthB = 0;
            for (std::size_t i = 0; i < dimensions; ++i) {
                product += a[i] * b[i];
                lengthA += a[i] * a[i];
                lengthB += b[i] * b[i];
            }
            for (float& value : a)
                value /= static_cast<float>(std::sqrt(lengthA));
            for (float& value : b)
                value /= static_cast<float>(std::sqrt(lengthB));
            const auto expected = static_cast<float>(product / std::sqrt(lengthA * lengthB));
            QVERIFY(std::abs(search::cosine(a, b) - expected) < 1e-5F);
            QVERIFY(std::abs(search::cosineFrom(expected - 0.001F, a, b).value_or(0) - expected) < 1e-5F);
            QVERIFY(!search::cosineFrom(expected + 0.001F, a, b));
        }
    }

    void noPhotos_areNoGroups() { QVERIFY(groupsOf({}).empty()); }
};

QTEST_GUILESS_MAIN(TstLookAlikes)
#include "tst_lookalikes.moc"
