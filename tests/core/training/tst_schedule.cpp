#include "core/training/schedule.h"

#include <QTest>

using namespace saysee::training;

class TstSchedule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void warmUp_reachesThePeakAtItsEnd()
    {
        const Schedule schedule {.peak = 1.0, .warmUp = 4, .steps = 10, .decay = Decay::Linear};
        QCOMPARE(learningRate(schedule, 0), 0.25);
        QCOMPARE(learningRate(schedule, 3), 1.0);
        QCOMPARE(learningRate(schedule, 4), 1.0);
    }

    void linearAndCosine_endAtTheFloor()
    {
        for (const Decay decay : {Decay::Linear, Decay::Cosine}) {
            const Schedule schedule {.peak = 1.0, .warmUp = 2, .steps = 12, .decay = decay, .floor = 0.1};
            QCOMPARE(learningRate(schedule, 7), 0.55);  // half way, where both agree
            QCOMPARE(learningRate(schedule, 12), 0.1);
            QCOMPARE(learningRate(schedule, 1000), 0.1);
        }
    }

    void warmUpLongerThanTheRun_isNoDivisionByZero()
    {
        const Schedule schedule {.peak = 1.0, .warmUp = 5, .steps = 5};
        QCOMPARE(learningRate(schedule, 5), 1.0);
        QCOMPARE(learningRate(schedule, 6), 0.0);
    }
};

QTEST_GUILESS_MAIN(TstSchedule)
#include "tst_schedule.moc"
