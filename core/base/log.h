// Diagnostics for whoever looks into a problem. Core logs, it never prints: a shell decides where the lines go.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace saysee::base {

enum class LogLevel { Debug, Info, Warning, Error };

// Replaces where lines go; the default drops everything below Warning and writes the rest to standard error.
// Call before other threads start.
using LogSink = std::function<void(LogLevel, std::string_view)>;
void setLogSink(LogSink sink);

// Threading: any thread. Paths of private files belong to Debug only.
void log(LogLevel level, std::string_view line);

}  // namespace saysee::base
