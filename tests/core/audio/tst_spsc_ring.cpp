#include "core/audio/capture/spsc_ring.h"

#include <QTest>
#include <array>
#include <numeric>
#include <thread>

using saysee::audio::SpscRing;

class TestSpscRing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatDoesNotFitIsRefusedWhole()
    {
        SpscRing<int> ring(5);
        QCOMPARE(ring.capacity(), std::size_t(8));
        const std::array six {1, 2, 3, 4, 5, 6};
        QVERIFY(ring.write(six));
        QVERIFY(!ring.write(six));
        std::array<int, 8> got {};
        QCOMPARE(ring.read(got), std::size_t(6));
        QCOMPARE(ring.read(got), std::size_t(0));
        QVERIFY(ring.write(six));  // now across the end of the buffer
        QVERIFY(ring.write(std::array {7, 8}));
        QVERIFY(!ring.write(std::array {9}));
        QCOMPARE(ring.read(got), std::size_t(8));
        QCOMPARE(got, (std::array {1, 2, 3, 4, 5, 6, 7, 8}));
    }

    // Two threads, uneven blocks: every number arrives once and in order. The race detector watches in its own
    // preset.
    void twoThreads()
    {
        constexpr int kNumbers = 2'000'000;
        SpscRing<int> ring(1000);
        std::thread writer([&] {
            std::array<int, 97> block {};
            for (int next = 0; next < kNumbers;) {
                const auto count = static_cast<std::size_t>(std::min(1 + next % 97, kNumbers - next));
                std::iota(block.begin(), block.begin() + count, next);
                if (ring.write(std::span(block).first(count)))
                    next += static_cast<int>(count);
                else
                    std::this_thread::yield();
            }
        });
        std::array<int, 61> got {};
        int expected = 0;
        bool inOrder = true;
        while (expected < kNumbers) {
            const std::size_t count = ring.read(got);
            for (std::size_t i = 0; i < count; ++i)
                inOrder = inOrder && got[i] == expected++;
            if (count == 0)
                std::this_thread::yield();
        }
        writer.join();
        QVERIFY(inOrder);
    }
};

QTEST_GUILESS_MAIN(TestSpscRing)
#include "tst_spsc_ring.moc"
