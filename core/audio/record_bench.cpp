#include "core/audio/record_bench.h"

#include "core/audio/recorder.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

namespace saysee::audio {

namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr std::chrono::seconds kPatience {10};  // for a device that never answers; the watchdog is quicker

double milliseconds(Seconds duration) { return duration.count() * 1000; }

Seconds processorTime()
{
    rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return Seconds(seconds(usage.ru_utime) + seconds(usage.ru_stime));
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// What the recorder's thread tells this one.
class Mailbox {
public:
    RecorderListener listener()
    {
        return {[this](RecorderState state) { set([&] { m_state = state; }); },
                [this](Take take) { set([&] { m_take = std::move(take); }); },
                [this](base::Error error) { set([&] { m_error = std::move(error); }); }};
    }
    base::Status waitFor(RecorderState state)
    {
        return wait([&] { return m_state == state; });
    }
    base::Result<Take> waitForTake()
    {
        SAYSEE_TRY(wait([&] { return m_take.has_value(); }));
        const std::scoped_lock lock(m_mutex);
        Take take = std::move(*m_take);
        m_take.reset();
        if (take.error)
            return tl::unexpected(*take.error);
        return take;
    }

private:
    template <class Change>
    void set(Change change)
    {
        const std::scoped_lock lock(m_mutex);
        change();
        m_changed.notify_all();
    }
    template <class Condition>
    base::Status wait(Condition condition)
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, kPatience, [&] { return m_error || condition(); }))
            return base::fail(base::ErrorCode::Device, "The microphone does not answer.");
        return m_error ? base::Status(tl::unexpected(*m_error)) : base::Status();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    RecorderState m_state = RecorderState::Idle;
    std::optional<Take> m_take;
    std::optional<base::Error> m_error;
};

// A folder for the takes that goes away with this object.
struct TemporaryFolder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("saysee-bench-" + std::to_string(::getpid()));

    TemporaryFolder() = default;
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

}  // namespace

base::Result<RecordBench> benchRecord(AudioInput& input, const RecordBenchOptions& options,
                                      const base::TaskContext& task)
{
    RecordBench result;
    const TemporaryFolder folder;
    RecorderOptions recorderOptions;
    recorderOptions.directory = folder.path;
    Mailbox mailbox;
    Recorder recorder(input, recorderOptions, mailbox.listener());
    recorder.setDevice(options.device);

    std::vector<double> opening;
    std::vector<double> draining;
    Seconds used {0};
    Seconds recording {0};
    for (int take = 0; take < options.takes; ++take) {
        if (task.stopRequested())
            return base::cancelled();
        recorder.start();
        SAYSEE_TRY(mailbox.waitFor(RecorderState::Recording));
        opening.push_back(milliseconds(recorder.startLatency().value_or(Seconds(0))));
        const Seconds before = processorTime();
        const auto began = Clock::now();
        std::this_thread::sleep_for(options.takeDuration);
        used += processorTime() - before;
        recording += Clock::now() - began;
        const auto released = Clock::now();
        recorder.stop();
        SAYSEE_ASSIGN(const Take finished, mailbox.waitForTake());
        draining.push_back(milliseconds(Clock::now() - released - recorderOptions.tail));
        result.droppedFrames += finished.droppedFrames;
        result.recordedSeconds += finished.clip.seconds();
        SAYSEE_TRY(mailbox.waitFor(RecorderState::Idle));
        task.progress({"Recording", static_cast<std::uint64_t>(take) + 1, static_cast<std::uint64_t>(options.takes)});
    }
    result.keyToFirstSampleMs = median(opening);
    result.keyToFirstSampleWorstMs = opening.empty() ? 0 : *std::max_element(opening.begin(), opening.end());
    result.drainLatencyMs = median(draining);
    result.cpuShare = recording.count() > 0 ? used / recording : 0;
    return result;
}

}  // namespace saysee::audio
