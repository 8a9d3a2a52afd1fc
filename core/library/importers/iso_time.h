// Points in time as files name them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace saysee::library {

// "2026-11-22T17:00:00Z" and back; 0 for what is no such time.
[[nodiscard]] std::string toIsoTime(std::int64_t seconds);
[[nodiscard]] std::int64_t fromIsoTime(std::string_view text);

}  // namespace saysee::library
