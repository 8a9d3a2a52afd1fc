// What is read of a file: every value there is, and every place where a damaged one may stand.
#include "core/model/kernels/stored_values.h"

#include "core/base/half.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <numeric>
#include <vector>

using namespace saysee;

namespace {

constexpr std::uint16_t kOne = 0x3c00;
constexpr std::uint16_t kInfinite = 0xfc00;
constexpr std::uint16_t kNotANumber = 0x7e01;

}  // namespace

class TestStoredValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyValue_isWidenedExactly()
    {
        std::vector<std::uint16_t> halves(65'536);
        std::iota(halves.begin(), halves.end(), std::uint16_t {0});
        std::vector<float> floats(halves.size());
        QVERIFY(!model::widen(halves, floats.data()));  // infinities are among them
        for (const std::uint16_t half : halves) {
            const float expected = base::fromHalf(half);
            const bool same = std::isnan(expected)
                ? std::isnan(floats[half])
                : std::bit_cast<std::uint32_t>(floats[half]) == std::bit_cast<std::uint32_t>(expected);
            QVERIFY2(same, qPrintable(QString::number(half, 16)));
        }
    }

    // Several pieces and threads, and a rest that fills no register.
    void oneDamagedValue_isFoundAnywhere()
    {
        constexpr std::size_t kCount = 1'000'003;
        std::vector<std::uint16_t> halves(kCount, kOne);
        std::vector<float> floats(kCount, 0);
        QVERIFY(model::widen(halves, floats.data(), 3));
        QCOMPARE(std::accumulate(floats.begin(), floats.end(), 0.0), double {kCount});
        for (const std::size_t place :
             {std::size_t {0}, std::size_t {7}, std::size_t {131'072}, kCount - 4, kCount - 1})
            for (const std::uint16_t damaged : {kInfinite, kNotANumber}) {
                halves[place] = damaged;
                QVERIFY2(!model::widen(halves, floats.data(), 3), qPrintable(QString::number(place)));
                QVERIFY2(!model::areFinite(halves, 2), qPrintable(QString::number(place)));
                QVERIFY2(!model::areFinite(floats, 2), qPrintable(QString::number(place)));
                halves[place] = kOne;
                floats[place] = 1;
            }
        QVERIFY(model::areFinite(halves, 2) && model::areFinite(floats, 2));
    }

    void fewOrNone_areFine()
    {
        QVERIFY(model::widen({}, nullptr));
        QVERIFY(model::areFinite(std::span<const float>()));
        // What lies beside the result stays, wherever it begins.
        std::vector<std::uint16_t> halves(20, kOne);
        std::vector<float> floats(22, 5);
        QVERIFY(model::widen(std::span(halves).subspan(1, 9), floats.data() + 3));
        for (std::size_t i = 0; i < floats.size(); ++i)
            QCOMPARE(floats[i], i >= 3 && i < 12 ? 1.0F : 5.0F);
    }
};

QTEST_GUILESS_MAIN(TestStoredValues)
#include "tst_stored_values.moc"
