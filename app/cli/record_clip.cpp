// Recording a question on a terminal: from now until Enter.
#include "app/cli/inputs.h"
#include "core/audio/microphone.h"
#include "core/audio/recorder.h"
#include "core/base/paths.h"

#include <future>
#include <mutex>
#include <ostream>
#include <poll.h>
#include <unistd.h>

namespace saysee::cli {

namespace {

constexpr std::chrono::seconds kLongestQuestion {30};
constexpr std::chrono::seconds kPatience {5};  // for the tail of the take

// Waits for Enter on the terminal, a stop, or `done`.
void waitForEnd(const Context& context, const std::future<base::Result<audio::Take>>& done)
{
    const auto deadline = std::chrono::steady_clock::now() + kLongestQuestion;
    while (!context.stop.stop_requested() && std::chrono::steady_clock::now() < deadline
           && done.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        pollfd terminal {STDIN_FILENO, POLLIN, 0};
        if (::poll(&terminal, 1, 100) > 0)
            return;
    }
}

}  // namespace

base::Result<audio::Clip> recordClip(const Context& context)
{
    std::promise<base::Result<audio::Take>> promise;
    auto done = promise.get_future();
    std::once_flag answered;  // a device that vanishes is reported as a failure and as a shortened take
    audio::Microphone microphone;
    audio::RecorderListener listener;
    listener.finished = [&](audio::Take take) {
        std::call_once(answered, [&] { promise.set_value(std::move(take)); });
    };
    listener.failed = [&](base::Error error) {
        std::call_once(answered, [&] { promise.set_value(tl::unexpected(std::move(error))); });
    };
    audio::Recorder recorder(microphone, {.directory = base::stateDirectory() / "takes"}, std::move(listener));
    recorder.start();
    if (!context.common.quiet)
        context.streams.err << "Listening; Enter ends the question." << std::endl;
    waitForEnd(context, done);
    recorder.stop();
    if (done.wait_for(kPatience) != std::future_status::ready)
        return base::fail(base::ErrorCode::AudioUnusable, "The microphone did not deliver any sound; is it busy?");
    SAYSEE_ASSIGN(audio::Take take, done.get());
    std::error_code ignored;
    std::filesystem::remove(take.file, ignored);
    if (take.error)
        return tl::unexpected(*take.error);
    return std::move(take.clip);
}

}  // namespace saysee::cli
