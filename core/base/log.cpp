#include "core/base/log.h"

#include <cstdio>
#include <cstdlib>

namespace saysee::base {

LogLevel logLevelNamed(std::string_view name)
{
    if (name == "debug")
        return LogLevel::Debug;
    if (name == "info")
        return LogLevel::Info;
    return name == "error" ? LogLevel::Error : LogLevel::Warning;
}

void log(LogLevel level, std::string_view line)
{
    static const LogLevel least = [] {
        const char* name = std::getenv("SAYSEE_LOG");
        return logLevelNamed(name != nullptr ? name : "");
    }();
    if (level >= least)  // one call a line: stdio keeps those of several threads apart
        std::fprintf(stderr, "saysee: %.*s\n", static_cast<int>(line.size()), line.data());
}

}  // namespace saysee::base
