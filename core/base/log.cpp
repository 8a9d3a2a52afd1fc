#include "core/base/log.h"

#include <cstdio>
#include <mutex>

namespace saysee::base {

namespace {

struct Output {
    std::mutex mutex;
    LogSink sink = [](LogLevel level, std::string_view line) {
        if (level >= LogLevel::Warning)
            std::fprintf(stderr, "saysee: %.*s\n", static_cast<int>(line.size()), line.data());
    };
};

Output& output()
{
    static Output instance;
    return instance;
}

}  // namespace

void setLogSink(LogSink sink)
{
    const std::lock_guard lock(output().mutex);
    output().sink = std::move(sink);
}

void log(LogLevel level, std::string_view line)
{
    const std::lock_guard lock(output().mutex);
    if (output().sink)
        output().sink(level, line);
}

}  // namespace saysee::base
