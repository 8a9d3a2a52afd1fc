#include "core/library/importers/exchange_row.h"

#include "core/library/importers/iso_time.h"

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

}  // namespace saysee::library
