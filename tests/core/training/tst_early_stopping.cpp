#include "core/training/early_stopping.h"

#include <QTest>
#include <limits>

using namespace saysee::training;
using Verdict = EarlyStopping::Verdict;

class TstEarlyStopping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsAfterPatience_andRemembersTheBest()
    {
        EarlyStopping stopping(2);
        QVERIFY(stopping.update(10, 0.5) == Verdict::Better);
        QVERIFY(stopping.update(20, 0.6) == Verdict::Better);
        QVERIFY(stopping.update(30, 0.6) == Verdict::Wait);
        QVERIFY(stopping.update(40, 0.1) == Verdict::Wait);
        QVERIFY(stopping.update(50, 0.2) == Verdict::Stop);
        QCOMPARE(stopping.best()->step, 20);
        QCOMPARE(stopping.best()->score, 0.6);
    }

    void scoreThatIsNotANumber_isNoProgress()
    {
        EarlyStopping stopping(0);
        QVERIFY(stopping.update(1, std::numeric_limits<double>::quiet_NaN()) == Verdict::Stop);
        QVERIFY(!stopping.best());
    }

    void restoredRun_goesOnAsBefore()
    {
        EarlyStopping first(1);
        first.update(1, 0.5);
        first.update(2, 0.4);
        EarlyStopping second(1);
        second.restore(first.best(), first.waited());
        QVERIFY(second.update(3, 0.5) == Verdict::Stop);
    }
};

QTEST_GUILESS_MAIN(TstEarlyStopping)
#include "tst_early_stopping.moc"
