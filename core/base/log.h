// Diagnostics for whoever looks into a problem. What a person is to read is returned as an Error instead.
#pragma once

#include <string_view>

namespace saysee::base {

enum class LogLevel { Debug, Info, Warning, Error };

// Writes a line to standard error; drops everything below Warning.
// Threading: any thread. Paths of private files belong to Debug only.
void log(LogLevel level, std::string_view line);

}  // namespace saysee::base
