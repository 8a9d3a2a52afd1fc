#include "core/training/pretrain_settings.h"

#include "core/base/files.h"

namespace saysee::training {
namespace {

// A misspelt setting must not silently keep its default. Networks' own keys are checked by who reads them.
std::string unknownKey(const nlohmann::json& given, const nlohmann::json& known, const std::string& path)
{
    for (const auto& [key, value] : given.items()) {
        if (!known.contains(key))
            return path + key;
        if (value.is_object() && key != "network") {
            if (auto inner = unknownKey(value, known[key], path + key + "."); !inner.empty())
                return inner;
        }
    }
    return {};
}

}  // namespace

base::Result<PretrainSettings> readPretrainSettings(const std::filesystem::path& path)
{
    SAYSEE_ASSIGN(const nlohmann::json json, base::readJson(path));
    try {
        auto settings = json.get<PretrainSettings>();
        if (const auto unknown = unknownKey(json, nlohmann::json(settings), ""); !unknown.empty())
            return base::fail(base::ErrorCode::Corrupt,
                              path.string() + " has an unknown setting \"" + unknown + "\".");
        return settings;
    } catch (const nlohmann::json::exception& error) {
        return base::fail(base::ErrorCode::Corrupt, path.string() + " has a setting of the wrong type.",
                          error.what());
    }
}

}  // namespace saysee::training
