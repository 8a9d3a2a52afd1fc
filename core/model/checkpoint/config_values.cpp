#include "core/model/checkpoint/config_values.h"

#include <utility>

namespace saysee::model {

ConfigValues::ConfigValues(const nlohmann::json& object, std::string origin)
    : m_object(object), m_origin(std::move(origin))
{
    if (!m_object.is_object())
        m_error =
            base::Error {base::ErrorCode::Corrupt, "The configuration of " + m_origin + " is not an object.", {}};
}

const nlohmann::json* ConfigValues::find(const char* key)
{
    if (!m_object.is_object())
        return nullptr;
    const auto found = m_object.find(key);
    return found == m_object.end() || found->is_null() ? nullptr : &*found;
}

void ConfigValues::misfit(const char* key, const std::string& why)
{
    if (!m_error)
        m_error = base::Error {base::ErrorCode::Corrupt,
                               "The configuration of " + m_origin + " is damaged: \"" + key + "\" " + why + ".",
                               {}};
}

std::int64_t ConfigValues::integer(const char* key, std::int64_t absent, std::int64_t least, std::int64_t most)
{
    const nlohmann::json* const value = find(key);
    if (value == nullptr)
        return absent;
    const bool fits = value->is_number_integer()
        && !(value->is_number_unsigned() && value->get<std::uint64_t>() > (1ULL << 62U))
        && value->get<std::int64_t>() >= least && value->get<std::int64_t>() <= most;
    if (!fits) {
        misfit(key, "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return absent;
    }
    return value->get<std::int64_t>();
}

double ConfigValues::number(const char* key, double absent)
{
    const nlohmann::json* const value = find(key);
    if (value == nullptr)
        return absent;
    if (!value->is_number()) {
        misfit(key, "is not a number");
        return absent;
    }
    return value->get<double>();
}

std::string ConfigValues::text(const char* key, const std::string& absent)
{
    const nlohmann::json* const value = find(key);
    if (value == nullptr)
        return absent;
    if (!value->is_string()) {
        misfit(key, "is not text");
        return absent;
    }
    return value->get<std::string>();
}

nlohmann::json ConfigValues::object(const char* key)
{
    const nlohmann::json* const value = find(key);
    if (value == nullptr)
        return nlohmann::json::object();
    if (!value->is_object()) {
        misfit(key, "is not an object");
        return nlohmann::json::object();
    }
    return *value;
}

base::Status ConfigValues::status() const
{
    if (m_error)
        return tl::unexpected<base::Error>(*m_error);
    return {};
}

}  // namespace saysee::model
