#include "core/base/log.h"

#include <cstdio>

namespace saysee::base {

void log(LogLevel level, std::string_view line)
{
    if (level >= LogLevel::Warning)  // one call a line: stdio keeps those of several threads apart
        std::fprintf(stderr, "saysee: %.*s\n", static_cast<int>(line.size()), line.data());
}

}  // namespace saysee::base
