// One thread for everything that touches LibTorch or FAISS, so that a search never waits for indexing or training.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace saysee::session {

// Work that runs in steps of less than 200 ms, between which searches get their turn.
class BackgroundJob {
public:
    virtual ~BackgroundJob() = default;
    // Does one step. Returns false when there is nothing left to do. Must not throw.
    virtual bool step() noexcept = 0;
};

// Two lanes: interactive tasks first, in order; otherwise one step of the oldest background job, round robin.
// Threading: post() and add() from any thread; tasks and jobs run, and are destroyed, on the worker's own thread.
// The destructor waits for the running step, drops the other jobs, drops or finishes the tasks that wait, and joins.
// What a task throws is logged, and the worker goes on.
class ComputeWorker {
public:
    enum class AtEnd { DropTasks, FinishTasks };

    // `onStart` and `onStop` run on the worker's thread: thread counts before the first tensor, releasing the model
    // before the thread ends.
    explicit ComputeWorker(std::function<void()> onStart = {}, std::function<void()> onStop = {},
                           AtEnd atEnd = AtEnd::DropTasks);
    ~ComputeWorker();
    ComputeWorker(const ComputeWorker&) = delete;
    ComputeWorker& operator=(const ComputeWorker&) = delete;

    void post(std::function<void()> task);
    void add(std::unique_ptr<BackgroundJob> job);
    // Background steps rest until resumed; interactive tasks go on.
    void setBackgroundPaused(bool paused);
    // For a step that takes long, on the worker's own thread: the tasks that wait have their turn now.
    void runWaitingTasks();

private:
    void run(const std::stop_token& stop);
    // The next task that waits, off the queue; empty when none does.
    std::function<void()> nextTask();
    static void runTask(const std::function<void()>& task) noexcept;

    std::function<void()> m_onStart;
    std::function<void()> m_onStop;
    AtEnd m_atEnd;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_interactive;  // guarded by m_mutex
    std::deque<std::unique_ptr<BackgroundJob>> m_background;  // guarded by m_mutex
    bool m_paused = false;  // guarded by m_mutex
    std::jthread m_thread;  // last: joined first
};

}  // namespace saysee::session
