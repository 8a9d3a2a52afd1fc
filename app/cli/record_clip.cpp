// Recording a question on a terminal: from now until Enter.
#include "app/cli/inputs.h"
#include "core/audio/microphone.h"
#include "core/audio/recorder.h"
#include "core/base/paths.h"

#include <array>
#include <atomic>
#include <future>
#include <mutex>
#include <ostream>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace saysee::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLongestQuestion {30};
constexpr std::chrono::milliseconds kPoll {100};

bool answered(const std::future<base::Result<audio::Take>>& done, std::chrono::milliseconds patience)
{
    return done.wait_for(patience) == std::future_status::ready;
}

// Whether a line was typed within the time; it is taken away, so that no shell reads it afterwards.
bool lineTyped(int terminal, std::chrono::milliseconds patience)
{
    pollfd waiting {terminal, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0)
        return false;
    std::array<char, 256> line {};
    [[maybe_unused]] const auto taken = ::read(terminal, line.data(), line.size());
    return true;  // as does a terminal that was closed
}

// Leaves nothing of the take behind.
void throwAway(audio::Recorder& recorder)
{
    std::promise<void> gone;
    recorder.cancel();
    recorder.afterwards([&](audio::RecorderState) { gone.set_value(); });
    gone.get_future().wait();
}

}  // namespace

base::Result<audio::Clip> recordClip(audio::AudioInput& input, const std::filesystem::path& takes,
                                     std::optional<int> terminal, const Context& context)
{
    std::promise<base::Result<audio::Take>> promise;
    auto done = promise.get_future();
    std::once_flag once;  // a device that vanishes is reported as a failure and as a shortened take
    std::atomic<bool> opened = false;
    audio::RecorderListener listener;
    listener.stateChanged = [&](audio::RecorderState state) {
        opened = opened || state == audio::RecorderState::Recording;
    };
    listener.finished = [&](audio::Take take) { std::call_once(once, [&] { promise.set_value(std::move(take)); }); };
    listener.failed = [&](base::Error error) {
        std::call_once(once, [&] { promise.set_value(tl::unexpected(std::move(error))); });
    };
    audio::Recorder recorder(input, {.directory = takes, .maxDuration = kLongestQuestion}, std::move(listener));
    recorder.start();
    bool invited = context.common.quiet;
    // The recorder itself gives up on a microphone that does not deliver, and ends the longest question.
    while (!answered(done, terminal ? std::chrono::milliseconds(0) : kPoll)) {
        if (context.stop.stop_requested()) {
            throwAway(recorder);
            return base::cancelled();
        }
        if (opened && !std::exchange(invited, true))
            context.streams.err << (terminal ? "Listening; Enter ends the question." : "Listening for half a minute.")
                                << std::endl;
        if (!terminal || !lineTyped(*terminal, kPoll))
            continue;
        if (!opened) {
            throwAway(recorder);
            return base::fail(base::ErrorCode::AudioUnusable,
                              "That was too short: the microphone was still being opened when Enter was pressed.");
        }
        recorder.stop();
    }
    SAYSEE_ASSIGN(audio::Take take, done.get());
    std::error_code ignored;
    std::filesystem::remove(take.file, ignored);
    if (take.error)
        return tl::unexpected(*take.error);
    return std::move(take.clip);
}

base::Result<audio::Clip> recordClip(const Context& context)
{
    audio::Microphone microphone;
    const auto terminal = ::isatty(STDIN_FILENO) == 1 ? std::optional(STDIN_FILENO) : std::nullopt;
    return recordClip(microphone, base::stateDirectory() / "takes", terminal, context);
}

}  // namespace saysee::cli
