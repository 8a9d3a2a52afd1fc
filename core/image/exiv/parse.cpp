#include "core/image/exiv/parse.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <glib.h>

namespace saysee::image {

namespace {

constexpr int kFirstPhotograph = 1826;

bool isSpace(char byte) { return byte == '\0' || byte == ' ' || (byte >= '\t' && byte <= '\r'); }

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

// Takes `count` digits from the front of `text`.
std::optional<int> takeDigits(std::string_view& text, std::size_t count)
{
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view oneOf)
{
    if (text.empty() || oneOf.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

// Milliseconds of "5", "52" or "520000": the digits of a decimal fraction.
int milliseconds(std::string_view digits)
{
    int value = 0;
    for (std::size_t i = 0; i < 3; ++i)
        value = value * 10 + (i < digits.size() && digits[i] >= '0' && digits[i] <= '9' ? digits[i] - '0' : 0);
    return value;
}

// "+02:00", "-0330", "Z"; minutes.
std::optional<int> parseOffset(std::string_view text)
{
    text = trimmed(text);
    if (text == "Z")
        return 0;
    const bool west = text.starts_with('-');
    if (!take(text, "+-"))
        return std::nullopt;
    const auto hours = takeDigits(text, 2);
    take(text, ":");
    const auto minutes = text.empty() ? std::optional(0) : takeDigits(text, 2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59)
        return std::nullopt;
    return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<std::int64_t> takeDay(std::string_view& text)
{
    const auto year = takeDigits(text, 4);
    take(text, ":-/");
    const auto month = takeDigits(text, 2);
    take(text, ":-/");
    const auto day = takeDigits(text, 2);
    if (!year || !month || !day || *year < kFirstPhotograph)
        return std::nullopt;
    using namespace std::chrono;
    const year_month_day date {std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                               std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok())
        return std::nullopt;
    return sys_days(date).time_since_epoch().count();
}

}  // namespace

std::optional<CaptureTime> parseCaptureTime(std::string_view text, std::string_view subSeconds,
                                            std::string_view offset)
{
    text = trimmed(text);
    const auto day = takeDay(text);
    if (!day)
        return std::nullopt;
    CaptureTime time;
    time.localMilliseconds = *day * 86'400'000;
    if (take(text, " T")) {
        const auto hour = takeDigits(text, 2);
        take(text, ":");
        const auto minute = takeDigits(text, 2);
        if (!hour || !minute || *hour > 23 || *minute > 59)
            return std::nullopt;
        const auto second = take(text, ":") ? takeDigits(text, 2) : std::optional(0);
        if (!second || *second > 60)
            return std::nullopt;
        time.localMilliseconds += ((*hour * 60LL + *minute) * 60 + std::min(*second, 59)) * 1000;
    }
    if (take(text, ".")) {
        subSeconds = text.substr(0, text.find_first_not_of("0123456789"));
        text.remove_prefix(subSeconds.size());
    }
    time.localMilliseconds += milliseconds(trimmed(subSeconds));
    time.offsetMinutes = parseOffset(text.empty() ? offset : text);
    return time;
}

std::string toIso8601(const CaptureTime& time)
{
    using namespace std::chrono;
    const sys_time<std::chrono::milliseconds> point {std::chrono::milliseconds(time.localMilliseconds)};
    const auto midnight = floor<days>(point);
    const year_month_day date(midnight);
    const hh_mm_ss clock(point - midnight);
    std::array<char, 64> text {};
    int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()),
                               unsigned(date.month()), unsigned(date.day()), static_cast<int>(clock.hours().count()),
                               static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    std::string result(text.data(), static_cast<std::size_t>(length));
    if (clock.subseconds().count() != 0) {
        length = std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(clock.subseconds().count()));
        result.append(text.data(), static_cast<std::size_t>(length));
    }
    if (time.offsetMinutes) {
        const int minutes = std::abs(*time.offsetMinutes);
        length = std::snprintf(text.data(), text.size(), "%c%02d:%02d", *time.offsetMinutes < 0 ? '-' : '+',
                               minutes / 60, minutes % 60);
        result.append(text.data(), static_cast<std::size_t>(length));
    }
    return result;
}

std::optional<double> parseFraction(std::string_view text)
{
    text = trimmed(text);
    const auto number = [](std::string_view digits) -> std::optional<double> {
        double value = 0;
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool whole = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
        return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
    };
    const std::size_t slash = text.find('/');
    const auto above = number(text.substr(0, slash));
    const auto below = slash == std::string_view::npos ? std::optional(1.0) : number(text.substr(slash + 1));
    if (!above || !below || *below == 0)
        return std::nullopt;
    return *above / *below;
}

namespace {

// Up to three parts: degrees, minutes, seconds. `separator` lies between them.
std::optional<double> angle(std::string_view text, char separator)
{
    double degrees = 0;
    double unit = 1;
    while (!text.empty() && unit >= 1.0 / 3600) {
        const std::size_t end = text.find(separator);
        const auto part = parseFraction(text.substr(0, end));
        if (!part)
            return std::nullopt;
        degrees += *part * unit;
        unit /= 60;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return degrees;
}

}  // namespace

std::optional<double> parseXmpAngle(std::string_view text)
{
    text = trimmed(text);
    if (text.size() < 2)
        return std::nullopt;
    const char reference = text.back();
    const auto degrees = angle(text.substr(0, text.size() - 1), ',');
    if (!degrees || std::string_view("NSEW").find(reference) == std::string_view::npos)
        return std::nullopt;
    return reference == 'S' || reference == 'W' ? -*degrees : *degrees;
}

std::optional<double> parseExifAngle(std::string_view fractions, std::string_view reference)
{
    reference = trimmed(reference);
    const auto degrees = angle(trimmed(fractions), ' ');
    if (!degrees || fractions.empty())
        return std::nullopt;
    return reference == "S" || reference == "W" ? -*degrees : *degrees;
}

std::string cleanText(std::string_view bytes)
{
    bytes = trimmed(bytes);
    if (g_utf8_validate_len(bytes.data(), bytes.size(), nullptr) != FALSE)
        return std::string(bytes);
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        if (value >= 0x80) {
            text.push_back(static_cast<char>(0xC0U | (value >> 6U)));
            text.push_back(static_cast<char>(0x80U | (value & 0x3FU)));
        } else if (value != 0) {
            text.push_back(byte);
        }
    }
    return text;
}

}  // namespace saysee::image
