#include "core/base/task.h"

#include <QTest>

using namespace saysee::base;
using namespace std::chrono_literals;

class TstTask : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void steadyPace_givesTimeLeft()
    {
        PaceMeter meter;
        const PaceMeter::Clock::time_point start{};
        QVERIFY(!meter.rate());
        for (int second = 0; second <= 40; ++second)
            meter.update(start + second * 1s, static_cast<std::uint64_t>(second) * 10);
        QCOMPARE(meter.rate().value(), 10.0);
        QCOMPARE(meter.timeLeft(1000).value(), 60s);
    }

    void changedPace_isFollowed()
    {
        PaceMeter meter;
        const PaceMeter::Clock::time_point start{};
        std::uint64_t done = 0;
        for (int second = 0; second < 60; ++second)
            meter.update(start + second * 1s, done += 100);
        for (int second = 60; second < 120; ++second)
            meter.update(start + second * 1s, done += 1);
        QCOMPARE(meter.rate().value(), 1.0);
    }

    void durations_readWell()
    {
        QCOMPARE(describeDuration(9s), std::string("9 s"));
        QCOMPARE(describeDuration(130s), std::string("2 min 10 s"));
        QCOMPARE(describeDuration(3900s), std::string("1 h 5 min"));
    }
};

QTEST_GUILESS_MAIN(TstTask)
#include "tst_task.moc"
