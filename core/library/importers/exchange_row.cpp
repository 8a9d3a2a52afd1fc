#include "core/library/importers/exchange_row.h"

#include "core/base/files.h"

#include <algorithm>
#include <ctime>

namespace saysee::library {

using base::ErrorCode;
using base::fail;
using base::Result;
using base::Status;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

// A text field of a row by its name in files.
struct TextField {
    const char* name;
    std::string ExchangeRow::*member;
};
constexpr TextField kTextFields[] = {{"image", &ExchangeRow::image},
                                     {"audio", &ExchangeRow::audio},
                                     {"text", &ExchangeRow::text},
                                     {"lang", &ExchangeRow::language},
                                     {"speaker", &ExchangeRow::speaker},
                                     {"split", &ExchangeRow::split},
                                     {"image_sha256", &ExchangeRow::imageSha256},
                                     {"audio_sha256", &ExchangeRow::audioSha256},
                                     {"verdict", &ExchangeRow::verdict},
                                     {"origin", &ExchangeRow::origin}};

}  // namespace

const std::vector<std::string>& rowFields()
{
    static const std::vector<std::string> fields = {
        "image",   "audio",  "text",         "heard",        "lang",       "speaker", "split",
        "verdict", "origin", "image_sha256", "audio_sha256", "duration_s", "created", "lead_time_s"};
    return fields;
}

ordered_json toJson(const ExchangeRow& row)
{
    ordered_json values;
    for (const TextField& field : kTextFields)
        if (!(row.*field.member).empty())
            values[field.name] = row.*field.member;
    if (row.heard)
        values["heard"] = *row.heard;
    if (row.seconds)
        values["duration_s"] = *row.seconds;
    if (row.createdAt != 0)
        values["created"] = toIsoTime(row.createdAt);
    if (row.leadSeconds != 0)
        values["lead_time_s"] = row.leadSeconds;

    ordered_json ordered = ordered_json::object();
    for (const std::string& name : rowFields())
        if (const auto value = values.find(name); value != values.end())
            ordered[name] = *value;
    for (const auto& [name, value] : row.extra.items())
        if (!ordered.contains(name))
            ordered[name] = value;
    return ordered;
}

namespace {

Status readField(const std::string& name, const json& value, ExchangeRow& row)
{
    const auto wrong = [&] { return fail(ErrorCode::Corrupt, "the field \"" + name + "\" is of the wrong kind"); };
    for (const TextField& field : kTextFields) {
        if (name != field.name)
            continue;
        if (!value.is_string())
            return wrong();
        row.*field.member = value.get<std::string>();
        return {};
    }
    if (name == "heard" || name == "created") {
        if (!value.is_string())
            return wrong();
        if (name == "heard")
            row.heard = value.get<std::string>();
        else
            row.createdAt = fromIsoTime(value.get<std::string>());
    } else if (name == "duration_s" || name == "lead_time_s") {
        if (!value.is_number())
            return wrong();
        if (name == "duration_s")
            row.seconds = value.get<double>();
        else
            row.leadSeconds = value.get<double>();
    } else {
        row.extra[name] = value;
    }
    return {};
}

}  // namespace

Result<ExchangeRow> rowFromJson(const json& object)
{
    if (!object.is_object())
        return fail(ErrorCode::Corrupt, "it is no JSON object");
    ExchangeRow row;
    for (const auto& [name, value] : object.items())
        if (!value.is_null())
            SAYSEE_TRY(readField(name, value, row));
    return row;
}

std::string dump(const ordered_json& value)
{
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

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

Result<std::filesystem::path> safeJoin(const std::filesystem::path& root, std::string_view relative)
{
    const std::filesystem::path path {std::string(relative)};
    const bool climbs = std::any_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
    if (relative.empty() || path.is_absolute() || climbs || relative.find('\0') != std::string_view::npos
        || relative.find('\\') != std::string_view::npos)
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(relative) + "\" leads out of the folder; it is not read");
    std::error_code error;
    const auto base = std::filesystem::weakly_canonical(root, error);
    const auto target = std::filesystem::weakly_canonical(root / path, error);
    const auto inside = target.lexically_relative(base);
    if (error || inside.empty() || *inside.begin() == "..")
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(relative) + "\" is a link out of the folder; it is not read");
    return root / path;
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

Result<std::string> readManifest(const std::filesystem::path& path)
{
    constexpr std::uint64_t kLargest = 4ULL << 30U;
    return base::readFile(path, kLargest);
}

Status writeManifest(const std::filesystem::path& path, std::string_view content)
{
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    return base::writeFileAtomically(path, content);
}

void readJsonLines(std::string_view text, const std::string& name, Manifest& manifest)
{
    std::size_t number = 0;
    for (const std::string_view line : linesOf(text)) {
        ++number;
        if (line.find_first_not_of(" \t") == std::string_view::npos)
            continue;
        const auto object = base::parseJson(line, name);
        auto row =
            object ? rowFromJson(*object) : Result<ExchangeRow>(fail(ErrorCode::Corrupt, "it is no valid JSON"));
        if (row)
            manifest.rows.push_back(std::move(*row));
        else
            manifest.problems.push_back(name + ", line " + std::to_string(number) + ": " + row.error().message + ".");
    }
}

}  // namespace saysee::library
