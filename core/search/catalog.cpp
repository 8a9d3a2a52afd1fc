#include "core/search/catalog.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

namespace saysee::search {

namespace {

// Reads exactly `digits` digits at the front of `text` and removes them.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits)
{
    int number = 0;
    const std::string_view front = text.substr(0, digits);
    if (front.size() != digits || front.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::from_chars(front.data(), front.data() + front.size(), number);
    text.remove_prefix(digits);
    return number;
}

bool take(std::string_view& text, char expected)
{
    if (text.empty() || text.front() != expected)
        return false;
    text.remove_prefix(1);
    return true;
}

struct Fields {
    int year = 1;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int given = 0;  // 1: the year, 2: and the month, 3: and the day, 4: and the time
};

std::optional<Fields> readFields(std::string_view text)
{
    Fields fields;
    const auto read = [&text](int& field, std::size_t digits) {
        const auto number = takeNumber(text, digits);
        field = number.value_or(0);
        return number.has_value();
    };
    if (!read(fields.year, 4))
        return std::nullopt;
    fields.given = 1;
    for (int* field : {&fields.month, &fields.day}) {
        if (text.empty())
            return fields;
        if (!take(text, '-') || !read(*field, 2))
            return std::nullopt;
        ++fields.given;
    }
    if (text.empty())
        return fields;
    if (!take(text, 'T') || !read(fields.hour, 2) || !take(text, ':') || !read(fields.minute, 2) || !text.empty())
        return std::nullopt;
    fields.given = 4;
    return fields;
}

std::int64_t secondsAt(std::chrono::year_month_day day)
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::sys_days(day).time_since_epoch()).count();
}

}  // namespace

base::Result<DateRange> parseDate(std::string_view text)
{
    using namespace std::chrono;
    const auto fields = readFields(text);
    const year_month_day date = fields
        ? year(fields->year) / month(static_cast<unsigned>(fields->month)) / day(static_cast<unsigned>(fields->day))
        : year_month_day();
    if (!fields || !date.ok() || fields->hour > 23 || fields->minute > 59)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "\"" + std::string(text.substr(0, 40))
                              + "\" is not a date; write 2024, 2024-06, 2024-06-15 or 2024-06-15T12:30.");
    const std::int64_t begin = secondsAt(date) + fields->hour * 3600 + fields->minute * 60;
    switch (fields->given) {
    case 1:
        return DateRange {begin, secondsAt(date + years(1))};
    case 2:
        return DateRange {begin, secondsAt(date + months(1))};
    case 3:
        return DateRange {begin, begin + 86'400};
    default:
        return DateRange {begin, begin + 60};
    }
}

namespace {

bool holds(const std::optional<index::IdFilter>& only, base::PhotoId photo)
{
    return !only || std::binary_search(only->begin(), only->end(), photo);
}

std::optional<base::PhotoId> shownFor(const std::vector<Hidden>& hidden, base::PhotoId photo)
{
    const auto found = std::lower_bound(hidden.begin(), hidden.end(), photo,
                                        [](const Hidden& entry, base::PhotoId id) { return entry.photo < id; });
    return found != hidden.end() && found->photo == photo ? std::optional(found->shown) : std::nullopt;
}

}  // namespace

bool Admission::admits(base::PhotoId photo) const { return holds(only, photo) && !shownFor(hidden, photo); }

void Admission::keepAdmitted(std::vector<TextMatch>& found) const
{
    std::erase_if(found, [&](const TextMatch& match) { return !holds(only, match.photo); });
    std::set<base::PhotoId> written;
    for (const TextMatch& match : found)
        written.insert(match.photo);
    std::erase_if(found, [&](const TextMatch& match) {
        const auto shown = shownFor(hidden, match.photo);
        return shown && written.contains(*shown);
    });
}

std::string_view fieldName(Field field)
{
    switch (field) {
    case Field::FileName:
        return "file name";
    case Field::FolderName:
        return "folder name";
    case Field::Title:
        return "title";
    case Field::Keyword:
        return "keyword";
    case Field::Place:
        return "place";
    case Field::Person:
        return "person";
    }
    return "file name";
}

}  // namespace saysee::search
