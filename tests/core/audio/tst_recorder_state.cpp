// The recorder's table: every way through it, and that nothing else is allowed.
#include "core/audio/recorder_state.h"

#include <QTest>
#include <set>
#include <vector>

using namespace saysee::audio;
using S = RecorderState;
using E = RecorderEvent;

namespace {

const std::vector kStates {S::Idle, S::Arming, S::Armed, S::Opening, S::Recording, S::Draining, S::Failed};
const std::vector kEvents {E::Arm, E::Disarm, E::Start, E::Stop, E::Cancel, E::Opened, E::TailDone, E::Lost};

// Follows `events` from Idle; ignored ones change nothing.
S follow(const std::vector<E>& events, AfterTake after = AfterTake::Close)
{
    S state = S::Idle;
    for (const E event : events)
        state = nextState(state, event, after).value_or(state);
    return state;
}

}  // namespace

class TestRecorderState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTake()
    {
        QCOMPARE(follow({E::Start}), S::Opening);
        QCOMPARE(follow({E::Start, E::Opened}), S::Recording);
        QCOMPARE(follow({E::Start, E::Opened, E::Stop}), S::Draining);
        QCOMPARE(follow({E::Start, E::Opened, E::Stop, E::TailDone}), S::Idle);
    }

    void aTakeFromAnOpenMicrophoneReturnsToIt()
    {
        QCOMPARE(follow({E::Arm, E::Opened}), S::Armed);
        QCOMPARE(follow({E::Arm, E::Opened, E::Start}), S::Recording);
        QCOMPARE(follow({E::Arm, E::Opened, E::Start, E::Stop, E::TailDone}, AfterTake::StayArmed), S::Armed);
        QCOMPARE(follow({E::Arm, E::Opened, E::Start, E::Cancel}, AfterTake::StayArmed), S::Armed);
        QCOMPARE(follow({E::Arm, E::Opened, E::Start, E::Stop, E::TailDone}), S::Idle);  // disarmed meanwhile
        QCOMPARE(follow({E::Arm, E::Opened, E::Disarm}, AfterTake::StayArmed), S::Idle);
    }

    void keysPressedWhileItOpens()
    {
        QCOMPARE(follow({E::Arm, E::Start}), S::Opening);
        QCOMPARE(follow({E::Start, E::Stop}), S::Idle);
        QCOMPARE(follow({E::Start, E::Cancel}), S::Idle);
        QCOMPARE(follow({E::Arm, E::Start, E::Stop}, AfterTake::StayArmed), S::Arming);
        QCOMPARE(follow({E::Arm, E::Start, E::Stop, E::Opened}, AfterTake::StayArmed), S::Armed);
    }

    void doublePressesAndLateReleasesAreIgnored()
    {
        QCOMPARE(follow({E::Stop, E::Cancel, E::TailDone, E::Opened}), S::Idle);
        QCOMPARE(follow({E::Start, E::Start}), S::Opening);
        QCOMPARE(follow({E::Start, E::Opened, E::Start, E::Arm, E::Disarm}), S::Recording);
        QCOMPARE(follow({E::Start, E::Opened, E::Stop, E::Stop, E::Start}), S::Draining);
    }

    void everyStateWithAnOpenMicrophoneCanLoseIt()
    {
        for (const S state : kStates) {
            const bool open = state != S::Idle && state != S::Failed;
            QCOMPARE(nextState(state, E::Lost, AfterTake::StayArmed), open ? std::optional(S::Failed) : std::nullopt);
        }
    }

    void aFailureIsLeftByTryingAgain()
    {
        QCOMPARE(nextState(S::Failed, E::Start, AfterTake::Close), S::Opening);
        QCOMPARE(nextState(S::Failed, E::Arm, AfterTake::Close), S::Arming);
        QCOMPARE(nextState(S::Failed, E::Disarm, AfterTake::Close), S::Idle);
    }

    void everyStateIsReachedAndLeadsBackToIdle()
    {
        std::set<S> reached {S::Idle};
        for (std::size_t size = 0; size != reached.size();) {
            size = reached.size();
            for (const S state : std::set<S>(reached))
                for (const E event : kEvents)
                    reached.insert(nextState(state, event, AfterTake::StayArmed).value_or(state));
        }
        QCOMPARE(reached.size(), kStates.size());
        for (const S state : kStates) {
            S now = state;
            for (const E event : {E::Cancel, E::Disarm})
                now = nextState(now, event, AfterTake::Close).value_or(now);
            QVERIFY2(now == S::Idle, stateName(state).data());
        }
    }
};

QTEST_GUILESS_MAIN(TestRecorderState)
#include "tst_recorder_state.moc"
