#include "core/library/importers/iso_time.h"

#include <ctime>

namespace saysee::library {

std::string toIsoTime(std::int64_t seconds)
{
    const std::time_t time = seconds;
    std::tm parts {};
    gmtime_r(&time, &parts);
    char text[40];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::int64_t fromIsoTime(std::string_view text)
{
    std::tm parts {};
    const std::string copy(text);
    const char* end = ::strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    return end == nullptr ? 0 : ::timegm(&parts);
}

}  // namespace saysee::library
