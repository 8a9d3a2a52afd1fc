#include "core/session/compute_worker.h"

#include <QTest>
#include <atomic>
#include <future>
#include <stdexcept>
#include <vector>

using namespace saysee::session;

namespace {

// Counts its steps; ends when told to.
class CountingJob : public BackgroundJob {
public:
    CountingJob(std::atomic<int>& steps, std::atomic<int>& alive, int limit)
        : m_steps(steps), m_alive(alive), m_left(limit)
    {
        ++m_alive;
    }
    ~CountingJob() override { --m_alive; }
    bool step() noexcept override
    {
        ++m_steps;
        return --m_left > 0;
    }

private:
    std::atomic<int>& m_steps;
    std::atomic<int>& m_alive;
    int m_left;
};

}  // namespace

class TstComputeWorker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tasks_runInOrderOnOneThread()
    {
        std::vector<int> order;
        std::vector<std::thread::id> threads;
        ComputeWorker worker;
        std::promise<void> done;
        for (int i = 0; i < 100; ++i) {
            worker.post([&, i] {
                order.push_back(i);
                threads.push_back(std::this_thread::get_id());
                if (i == 99)
                    done.set_value();
            });
        }
        done.get_future().wait();
        QVERIFY(std::is_sorted(order.begin(), order.end()));
        QCOMPARE(std::count(threads.begin(), threads.end(), threads.front()), std::ptrdiff_t(100));
    }

    void search_getsItsTurnBetweenSteps()
    {
        std::atomic<int> steps = 0;
        std::atomic<int> alive = 0;
        ComputeWorker worker;
        worker.add(std::make_unique<CountingJob>(steps, alive, 1'000'000'000));
        QTRY_VERIFY(steps > 0);
        std::promise<int> answer;
        worker.post([&] { answer.set_value(steps); });
        QVERIFY2(answer.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready,
                 "an endless background job starved the interactive lane");
    }

    void longStep_letsTheTasksThatWaitRun()
    {
        struct LongStep : BackgroundJob {
            ComputeWorker& worker;
            int& order;
            std::promise<int>& answer;
            LongStep(ComputeWorker& ours, int& counter, std::promise<int>& ended)
                : worker(ours), order(counter), answer(ended)
            {
            }
            bool step() noexcept override
            {
                worker.post([this] { ++order; });
                worker.post([this] { order *= 10; });
                worker.runWaitingTasks();
                answer.set_value(order);
                return false;
            }
        };
        int order = 0;
        std::promise<int> answer;
        ComputeWorker worker;
        worker.add(std::make_unique<LongStep>(worker, order, answer));
        QCOMPARE(answer.get_future().get(), 10);
    }

    void taskThatThrows_doesNotEndTheWorker()
    {
        ComputeWorker worker;
        worker.post([] { throw std::runtime_error("a defect"); });
        std::promise<void> done;
        worker.post([&] { done.set_value(); });
        QVERIFY(done.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready);
    }

    void pausedBackground_restsUntilResumed()
    {
        std::atomic<int> steps = 0;
        std::atomic<int> alive = 0;
        ComputeWorker worker;
        worker.setBackgroundPaused(true);
        worker.add(std::make_unique<CountingJob>(steps, alive, 5));
        std::promise<void> passed;
        worker.post([&] { passed.set_value(); });
        passed.get_future().wait();
        QCOMPARE(steps.load(), 0);
        worker.setBackgroundPaused(false);
        QTRY_COMPARE(steps.load(), 5);
        QTRY_COMPARE(alive.load(), 0);
    }

    void destruction_finishesTasksWherePromised()
    {
        int finished = 0;
        {
            std::promise<void> busy;
            std::promise<void> goOn;
            ComputeWorker worker({}, {}, ComputeWorker::AtEnd::FinishTasks);
            worker.post([&] {
                busy.set_value();
                goOn.get_future().wait();
            });
            busy.get_future().wait();
            for (int i = 0; i < 10; ++i)
                worker.post([&] { ++finished; });
            goOn.set_value();
        }
        QCOMPARE(finished, 10);
    }

    void destruction_dropsWaitingWorkOnItsOwnThread()
    {
        for (int round = 0; round < 200; ++round) {
            std::atomic<int> steps = 0;
            std::atomic<int> alive = 0;
            std::atomic<bool> stopped = false;
            {
                ComputeWorker worker({}, [&] { stopped = true; });
                worker.add(std::make_unique<CountingJob>(steps, alive, 1'000'000));
                worker.post([] {});
            }
            QCOMPARE(alive.load(), 0);
            QVERIFY(stopped);
        }
    }
};

QTEST_GUILESS_MAIN(TstComputeWorker)
#include "tst_compute_worker.moc"
