// Diagnostics for whoever looks into a problem. What a person is to read is returned as an Error instead.
#pragma once

#include <string_view>

namespace saysee::base {

enum class LogLevel { Debug, Info, Warning, Error };

// "debug", "info", "warning", "error"; anything else is Warning.
[[nodiscard]] LogLevel logLevelNamed(std::string_view name);

// Writes a line to standard error; drops everything below what the environment's SAYSEE_LOG names, usually Warning.
// Threading: any thread. Paths of private files belong to Debug only.
void log(LogLevel level, std::string_view line);

}  // namespace saysee::base
