#include "core/audio/recorder.h"

#include "core/audio/capture/take_file.h"
#include "core/audio/codec/resampler.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace saysee::audio {

namespace {

using Clock = std::chrono::steady_clock;
using S = RecorderState;
using E = RecorderEvent;

constexpr std::chrono::milliseconds kPoll {10};  // how often an open microphone is read
constexpr int kBlocksAtOnce = 64;  // then commands have their turn

std::size_t samplesIn(std::chrono::milliseconds duration)
{
    return static_cast<std::size_t>(duration.count()) * kSampleRate / 1000;
}

bool isTaking(S state) { return state == S::Recording || state == S::Draining; }

}  // namespace

// Members are constant, or guarded by the mutex, or the thread's own. The thread alone writes the guarded ones, so it
// reads them without the lock.
class Recorder::Worker {
public:
    using Command = std::function<void(Worker&)>;

    Worker(AudioInput& input, RecorderOptions options, RecorderListener listener)
        : m_input(input), m_options(std::move(options)), m_listener(std::move(listener)),
          m_thread([this](const std::stop_token& stop) { run(stop); })
    {
    }

    void post(Command command)
    {
        const std::scoped_lock lock(m_mutex);
        m_commands.push_back(std::move(command));
        m_wake.notify_one();
    }
    template <class Read>
    auto locked(Read read) const
    {
        const std::scoped_lock lock(m_mutex);
        return read(*this);
    }

    // Commands, on the thread.
    void setDevice(DeviceName device);
    void setChannel(std::optional<std::size_t> channel);
    void arm();
    void disarm();
    void start(Clock::time_point pressedAt);
    bool apply(E event);
    base::Result<std::vector<InputDevice>> listDevices();

    // Guarded.
    S m_state = S::Idle;
    Level m_level;
    std::vector<float> m_take;
    std::optional<std::chrono::duration<double>> m_startLatency;

private:
    void run(const std::stop_token& stop) noexcept;
    std::optional<Command> nextCommand(const std::stop_token& stop);

    void openMicrophone();
    void closeMicrophone();
    void reopen();
    void reopenIfOther();
    void pump();
    base::Status convert(std::span<const float> interleaved);
    void takeIn(std::span<const float> samples);
    void beginTake(S from);
    void append(std::span<const float> samples);
    void endTake();
    void lose(base::Error error);

    AudioInput& m_input;
    const RecorderOptions m_options;
    const RecorderListener m_listener;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Command> m_commands;  // guarded

    // The thread's own.
    DeviceName m_device;
    std::optional<std::size_t> m_channel;
    DeviceName m_openDevice;
    std::optional<std::size_t> m_openChannel;
    AfterTake m_after = AfterTake::Close;
    std::unique_ptr<InputStream> m_stream;
    std::optional<Resampler> m_resampler;
    std::optional<TakeFile> m_file;
    std::optional<base::Error> m_error;  // why the running take ends
    std::vector<float> m_mono;
    std::vector<float> m_converted;  // the current block at 16 kHz
    std::vector<float> m_preRoll;
    LevelMeter m_meter;
    std::size_t m_tailLeft = 0;  // samples
    std::uint64_t m_droppedBefore = 0;  // by the stream, before the running take
    Clock::time_point m_pressedAt;
    Clock::time_point m_heardAt;  // when samples last came

    std::jthread m_thread;  // last: it ends before what it uses is gone
};

void Recorder::Worker::run(const std::stop_token& stop) noexcept
{
    while (!stop.stop_requested()) {
        try {
            const auto command = nextCommand(stop);
            // What arrived before the command belongs to the state before it.
            if (m_stream)
                pump();
            if (command)
                (*command)(*this);
        } catch (const std::exception& problem) {
            lose({base::ErrorCode::Internal, "Recording failed.", problem.what()});
        }
    }
    closeMicrophone();
}

std::optional<Recorder::Worker::Command> Recorder::Worker::nextCommand(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    const auto hasCommand = [&] { return !m_commands.empty(); };
    if (m_stream)
        m_wake.wait_for(lock, stop, kPoll, hasCommand);
    else
        m_wake.wait(lock, stop, hasCommand);
    if (!hasCommand())
        return std::nullopt;
    Command command = std::move(m_commands.front());
    m_commands.pop_front();
    return command;
}

void Recorder::Worker::setDevice(DeviceName device)
{
    m_device = std::move(device);
    reopenIfOther();
}

void Recorder::Worker::setChannel(std::optional<std::size_t> channel)
{
    m_channel = channel;
    reopenIfOther();
}

// What is chosen during a take holds after it.
void Recorder::Worker::reopenIfOther()
{
    const bool other = m_openDevice != m_device || m_openChannel != m_channel;
    if (other && (m_state == S::Armed || m_state == S::Arming))
        reopen();
}

void Recorder::Worker::arm()
{
    m_after = AfterTake::StayArmed;
    apply(E::Arm);
}

void Recorder::Worker::disarm()
{
    m_after = AfterTake::Close;
    apply(E::Disarm);
}

void Recorder::Worker::start(Clock::time_point pressedAt)
{
    if (!isTaking(m_state))
        m_pressedAt = pressedAt;
    apply(E::Start);
}

base::Result<std::vector<InputDevice>> Recorder::Worker::listDevices()
{
    if (isTaking(m_state) || m_state == S::Opening)
        return base::fail(base::ErrorCode::Busy, "A recording is running: look for microphones when it is done.");
    const bool open = m_stream != nullptr;
    closeMicrophone();
    auto devices = m_input.devices();
    if (open)
        reopen();
    return devices;
}

bool Recorder::Worker::apply(E event)
{
    const S from = m_state;
    const auto to = nextState(from, event, m_after);
    if (!to)
        return false;
    {
        const std::scoped_lock lock(m_mutex);
        m_state = *to;
    }
    if (m_listener.stateChanged)
        m_listener.stateChanged(*to);
    if (event == E::Cancel && m_file) {
        m_file->discard();
        m_file.reset();
    }
    if (isTaking(from) && !isTaking(*to))
        endTake();

    switch (*to) {
    case S::Idle:
    case S::Failed:
        closeMicrophone();
        break;
    case S::Arming:
    case S::Opening:
        openMicrophone();
        break;
    case S::Recording:
        beginTake(from);
        break;
    case S::Draining:
        m_tailLeft = samplesIn(m_options.tail);
        break;
    case S::Armed:
        reopenIfOther();
        break;
    }
    return true;
}

void Recorder::Worker::openMicrophone()
{
    if (m_stream)
        return;
    auto stream = m_input.open(m_device, m_channel);
    if (!stream)
        return lose(std::move(stream).error());
    auto resampler = Resampler::create((*stream)->format().sampleRate);
    if (!resampler)
        return lose(std::move(resampler).error());
    m_stream = std::move(*stream);
    m_resampler = std::move(*resampler);
    m_openDevice = m_device;
    m_openChannel = m_channel;
    m_heardAt = Clock::now();
    m_meter = {};
    m_preRoll.clear();
}

void Recorder::Worker::closeMicrophone()
{
    m_stream.reset();
    const std::scoped_lock lock(m_mutex);
    m_level = {};
}

void Recorder::Worker::reopen()
{
    closeMicrophone();
    apply(E::Disarm);
    apply(E::Arm);
}

void Recorder::Worker::pump()
{
    std::array<float, 4096> block;
    for (int i = 0; i < kBlocksAtOnce && m_stream; ++i) {
        const std::size_t count = m_stream->read(block);
        if (count == 0)
            break;
        m_heardAt = Clock::now();
        if (auto converted = convert(std::span(block).first(count)); !converted)
            return lose(std::move(converted).error());
        if (m_state == S::Arming || m_state == S::Opening)
            apply(E::Opened);
        takeIn(m_converted);
    }
    const bool opening = m_state == S::Arming || m_state == S::Opening;
    if (m_stream && Clock::now() - m_heardAt > (opening ? m_options.openPatience : m_options.watchdog))
        lose({base::ErrorCode::Device, "The microphone delivers no sound: check that it is connected.", {}});
}

base::Status Recorder::Worker::convert(std::span<const float> interleaved)
{
    const auto channels = static_cast<std::size_t>(m_stream->format().channels);
    m_mono.assign(interleaved.size() / channels, 0.0F);
    if (m_channel && *m_channel < channels)
        for (std::size_t i = 0; i < m_mono.size(); ++i)
            m_mono[i] = interleaved[i * channels + *m_channel];
    else
        for (std::size_t i = 0; i < interleaved.size(); ++i)
            m_mono[i / channels] += interleaved[i] / static_cast<float>(channels);
    m_converted.clear();
    return m_resampler->add(m_mono, m_converted);
}

void Recorder::Worker::takeIn(std::span<const float> samples)
{
    m_meter.add(samples);
    {
        const std::scoped_lock lock(m_mutex);
        m_level = m_meter.level();
    }
    if (m_state == S::Armed) {
        m_preRoll.insert(m_preRoll.end(), samples.begin(), samples.end());
        const std::size_t most = samplesIn(m_options.preRoll);
        if (m_preRoll.size() > most)
            m_preRoll.erase(m_preRoll.begin(), m_preRoll.end() - static_cast<std::ptrdiff_t>(most));
    } else if (m_state == S::Recording) {
        append(samples);
        if (m_take.size() >= samplesIn(m_options.maxDuration))
            apply(E::Stop);
    } else if (m_state == S::Draining) {
        const std::size_t count = std::min(samples.size(), m_tailLeft);
        m_tailLeft -= count;
        append(samples.first(count));
        if (m_tailLeft == 0)
            apply(E::TailDone);
    }
}

void Recorder::Worker::beginTake(S from)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_take.clear();
        const auto heardAt = m_stream->firstSampleAt().value_or(m_heardAt);
        m_startLatency = from == S::Armed ? std::chrono::duration<double>(0) : heardAt - m_pressedAt;
    }
    m_error.reset();
    m_droppedBefore = from == S::Armed ? m_stream->droppedFrames() : 0;
    auto file = TakeFile::create(m_options.directory);
    if (!file)
        return lose(std::move(file).error());
    m_file = std::move(*file);
    append(m_preRoll);
    m_preRoll.clear();
}

void Recorder::Worker::append(std::span<const float> samples)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_take.insert(m_take.end(), samples.begin(), samples.end());
    }
    if (!m_file)
        return;
    if (auto written = m_file->write(samples); !written)
        lose(std::move(written).error());
}

// Hands the take over, unless it was cancelled.
void Recorder::Worker::endTake()
{
    Take take;
    {
        const std::scoped_lock lock(m_mutex);
        take.clip.samples = std::exchange(m_take, {});
    }
    if (!m_file)
        return;
    take.droppedFrames = m_stream ? m_stream->droppedFrames() - m_droppedBefore : 0;
    take.error = std::move(m_error);
    take.file = m_file->path();
    if (auto finished = m_file->finish(); !finished && !take.error)
        take.error = std::move(finished).error();
    m_file.reset();
    if (m_listener.finished)
        m_listener.finished(std::move(take));
}

void Recorder::Worker::lose(base::Error error)
{
    m_error = error;
    const bool taking = m_file.has_value();
    if (apply(E::Lost) && !taking && m_listener.failed)
        m_listener.failed(std::move(error));
}

Recorder::Recorder(AudioInput& input, RecorderOptions options, RecorderListener listener)
    : m_worker(std::make_unique<Worker>(input, std::move(options), std::move(listener)))
{
}

Recorder::~Recorder() = default;

void Recorder::setDevice(DeviceName device)
{
    m_worker->post([name = std::move(device)](Worker& worker) { worker.setDevice(name); });
}

void Recorder::setChannel(std::optional<int> channel)
{
    const auto index = channel && *channel >= 0 ? std::optional(static_cast<std::size_t>(*channel)) : std::nullopt;
    m_worker->post([index](Worker& worker) { worker.setChannel(index); });
}

void Recorder::arm()
{
    m_worker->post([](Worker& worker) { worker.arm(); });
}

void Recorder::disarm()
{
    m_worker->post([](Worker& worker) { worker.disarm(); });
}

void Recorder::start()
{
    m_worker->post([pressedAt = Clock::now()](Worker& worker) { worker.start(pressedAt); });
}

void Recorder::stop()
{
    m_worker->post([](Worker& worker) { worker.apply(E::Stop); });
}

void Recorder::cancel()
{
    m_worker->post([](Worker& worker) { worker.apply(E::Cancel); });
}

void Recorder::afterwards(std::function<void(RecorderState)> done)
{
    m_worker->post([call = std::move(done)](Worker& worker) { call(worker.m_state); });
}

void Recorder::listDevices(std::function<void(base::Result<std::vector<InputDevice>>)> answer)
{
    m_worker->post([reply = std::move(answer)](Worker& worker) { reply(worker.listDevices()); });
}

RecorderState Recorder::state() const
{
    return m_worker->locked([](const Worker& worker) { return worker.m_state; });
}

Level Recorder::level() const
{
    return m_worker->locked([](const Worker& worker) { return worker.m_level; });
}

std::vector<float> Recorder::samplesSince(std::size_t from) const
{
    return m_worker->locked([&](const Worker& worker) {
        const std::size_t begin = std::min(from, worker.m_take.size());
        return std::vector<float>(worker.m_take.begin() + static_cast<std::ptrdiff_t>(begin), worker.m_take.end());
    });
}

double Recorder::seconds() const
{
    return m_worker->locked(
        [](const Worker& worker) { return static_cast<double>(worker.m_take.size()) / kSampleRate; });
}

std::optional<std::chrono::duration<double>> Recorder::startLatency() const
{
    return m_worker->locked([](const Worker& worker) { return worker.m_startLatency; });
}

}  // namespace saysee::audio
