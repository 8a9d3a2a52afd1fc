// The saysee command. Ctrl-C asks the running work to stop; a second one ends the process.
#include "app/cli/run_cli.h"
#include "core/base/blas_kernels.h"

#include <array>
#include <csignal>
#include <iostream>
#include <poll.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

// A signal handler may only write to a pipe; a thread turns that into a stop request.
std::array<int, 2> g_signalPipe {-1, -1};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

extern "C" void onInterrupt(int)
{
    const char byte = 'i';
    [[maybe_unused]] const auto written = ::write(g_signalPipe[1], &byte, 1);
}

void watchForInterrupts(std::stop_source source)
{
    char byte = 0;
    if (::read(g_signalPipe[0], &byte, 1) != 1 || byte != 'i')
        return;
    source.request_stop();
    if (::read(g_signalPipe[0], &byte, 1) == 1 && byte == 'i')
        std::_Exit(saysee::cli::kStopped);
}

// What was printed has arrived, or the code says that it has not. A reader that went away (`| head`) wants no more.
int withOutputWritten(int code)
{
    std::cout.flush();
    pollfd reader {STDOUT_FILENO, POLLOUT, 0};
    const bool isGone = ::poll(&reader, 1, 0) > 0 && (reader.revents & POLLERR) != 0;
    if (std::cout || isGone)
        return code;
    std::cerr << "saysee: The output could not be written: the disk may be full.\n";
    return code == saysee::cli::kOk ? saysee::cli::kFailure : code;
}

}  // namespace

int main(int argc, char** argv)
{
    saysee::base::beginWithFittingBlasKernels(argv);
    if (::pipe(g_signalPipe.data()) != 0)
        return saysee::cli::kFailure;
    std::stop_source stop;
    std::thread watcher(watchForInterrupts, stop);
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    std::signal(SIGPIPE, SIG_IGN);

    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const int code = withOutputWritten(saysee::cli::runCli(
        arguments, {std::cin, std::cout, std::cerr, ::isatty(STDERR_FILENO) == 1}, stop.get_token()));

    const char quit = 'q';
    [[maybe_unused]] const auto written = ::write(g_signalPipe[1], &quit, 1);
    watcher.join();
    return code;
}
