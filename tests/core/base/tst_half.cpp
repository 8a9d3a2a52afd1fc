#include "core/base/half.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace saysee::base;

class TstHalf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // IEEE 754-2008, table 3.5 values of binary16.
    void knownValues()
    {
        QCOMPARE(toHalf(0.0F), std::uint16_t{0});
        QCOMPARE(toHalf(-0.0F), std::uint16_t{0x8000});
        QCOMPARE(toHalf(1.0F), std::uint16_t{0x3c00});
        QCOMPARE(toHalf(65504.0F), std::uint16_t{0x7bff});
        QCOMPARE(toHalf(65520.0F), std::uint16_t{0x7c00});
        QCOMPARE(toHalf(0x1p-24F), std::uint16_t{1});
        QCOMPARE(toHalf(0x1p-26F), std::uint16_t{0});
        QCOMPARE(toHalf(-std::numeric_limits<float>::infinity()), std::uint16_t{0xfc00});
        QVERIFY(std::isnan(fromHalf(toHalf(std::numeric_limits<float>::quiet_NaN()))));
    }

    void everyHalf_survivesTheRoundTrip()
    {
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            const auto half = static_cast<std::uint16_t>(bits);
            const float value = fromHalf(half);
            if (!std::isnan(value))
                QCOMPARE(toHalf(value), half);
        }
    }

    void betweenTwoHalves_theNearerIsTaken_tiesToEven()
    {
        for (unsigned bits = 0; bits < 0x7bff; ++bits) {
            const float low = fromHalf(static_cast<std::uint16_t>(bits));
            const float high = fromHalf(static_cast<std::uint16_t>(bits + 1));
            const float middle = low + (high - low) / 2;
            QCOMPARE(toHalf(middle), static_cast<std::uint16_t>(bits % 2 == 0 ? bits : bits + 1));
            QCOMPARE(toHalf(std::nextafter(middle, low)), static_cast<std::uint16_t>(bits));
            QCOMPARE(toHalf(std::nextafter(middle, high)), static_cast<std::uint16_t>(bits + 1));
        }
    }
};

QTEST_GUILESS_MAIN(TstHalf)
#include "tst_half.moc"
