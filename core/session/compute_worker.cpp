#include "core/session/compute_worker.h"

#include "core/base/log.h"

#include <string>

namespace saysee::session {

ComputeWorker::ComputeWorker(std::function<void()> onStart, std::function<void()> onStop, AtEnd atEnd)
    : m_onStart(std::move(onStart)), m_onStop(std::move(onStop)), m_atEnd(atEnd),
      m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

ComputeWorker::~ComputeWorker()
{
    m_thread.request_stop();
    m_wake.notify_all();
}

void ComputeWorker::post(std::function<void()> task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_interactive.push_back(std::move(task));
    }
    m_wake.notify_all();
}

void ComputeWorker::add(std::unique_ptr<BackgroundJob> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_background.push_back(std::move(job));
    }
    m_wake.notify_all();
}

void ComputeWorker::setBackgroundPaused(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    m_wake.notify_all();
}

void ComputeWorker::run(const std::stop_token& stop)
{
    if (m_onStart)
        m_onStart();
    while (!stop.stop_requested()) {
        std::unique_lock lock(m_mutex);
        const bool awake = m_wake.wait(
            lock, stop, [this] { return !m_interactive.empty() || (!m_paused && !m_background.empty()); });
        if (!awake || stop.stop_requested())
            break;
        if (!m_interactive.empty()) {
            lock.unlock();
            runTask(nextTask());
            continue;
        }
        std::unique_ptr<BackgroundJob> job = std::move(m_background.front());
        m_background.pop_front();
        lock.unlock();
        if (!job->step())
            continue;
        lock.lock();
        m_background.push_back(std::move(job));
    }
    if (m_atEnd == AtEnd::FinishTasks)
        runWaitingTasks();
    // From here on nothing new begins; what waits is destroyed on this thread, as promised.
    const std::lock_guard lock(m_mutex);
    m_interactive.clear();
    m_background.clear();
    if (m_onStop)
        m_onStop();
}

void ComputeWorker::runWaitingTasks()
{
    while (const std::function<void()> task = nextTask())
        runTask(task);
}

std::function<void()> ComputeWorker::nextTask()
{
    const std::lock_guard lock(m_mutex);
    if (m_interactive.empty())
        return {};
    std::function<void()> task = std::move(m_interactive.front());
    m_interactive.pop_front();
    return task;
}

void ComputeWorker::runTask(const std::function<void()>& task) noexcept
{
    try {
        task();
    } catch (const std::exception& defect) {
        base::log(base::LogLevel::Error, std::string("a task failed: ") + defect.what());
    }
}

}  // namespace saysee::session
