// Values of a config.json, checked as they are read.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace saysee::model {

// Like Weights, remembers the first misfit; ask status() once at the end. An absent key takes its default: recent
// Hugging Face files leave out what equals the default of their architecture.
class ConfigValues {
public:
    ConfigValues(const nlohmann::json& object, std::string origin);

    std::int64_t integer(const char* key, std::int64_t absent, std::int64_t least, std::int64_t most);
    double number(const char* key, double absent);
    std::string text(const char* key, const std::string& absent);
    // An object inside this one; an empty one where it is absent.
    nlohmann::json object(const char* key);

    // Error (Corrupt), naming file and key.
    [[nodiscard]] base::Status status() const;

private:
    const nlohmann::json* find(const char* key);
    void misfit(const char* key, const std::string& why);

    const nlohmann::json& m_object;
    std::string m_origin;
    std::optional<base::Error> m_error;
};

}  // namespace saysee::model
