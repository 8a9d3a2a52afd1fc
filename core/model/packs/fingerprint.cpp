#include "core/model/packs/fingerprint.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/base/paths.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace saysee::model {

namespace {

using nlohmann::json;
using std::filesystem::path;

// Size and time of change: while both stay, the content is taken to be the same.
base::Result<std::string> stampOf(const path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        return base::fail(base::ErrorCode::NotFound, "Cannot read " + file.string() + ": " + error.message() + ".");
    const auto changed = std::filesystem::last_write_time(file, error).time_since_epoch().count();
    return std::to_string(size) + "/" + std::to_string(changed);
}

path memoryFile() { return base::cacheDirectory() / "file-hashes.json"; }

json readMemory()
{
    const auto known = base::readJson(memoryFile());
    return known && known->is_object() ? *known : json::object();
}

void remember(const std::string& key, const std::string& stamp, const std::string& hash)
{
    json memory = readMemory();
    memory[key] = {{"stamp", stamp}, {"sha256", hash}};
    std::error_code error;
    std::filesystem::create_directories(base::cacheDirectory(), error);
    if (const auto written = base::writeFileAtomically(memoryFile(), base::jsonText(memory, 1)); !written)
        base::log(base::LogLevel::Warning, written.error().message);
}

std::optional<std::string> recall(const std::string& key, const std::string& stamp)
{
    const json memory = readMemory();
    const auto found = memory.find(key);
    if (found == memory.end() || !found->is_object() || found->value("stamp", json()) != stamp)
        return std::nullopt;
    const json hash = found->value("sha256", json());
    return hash.is_string() && hash.get_ref<const std::string&>().size() == 64
        ? std::optional(hash.get<std::string>())
        : std::nullopt;
}

}  // namespace

base::Result<std::string> fingerprint(const path& file, const Pack* pack, const base::TaskContext& task)
{
    std::error_code error;
    if (pack != nullptr) {
        for (const PackFile& listed : pack->files) {
            if (std::filesystem::equivalent(pack->folder / listed.path, file, error)
                && std::filesystem::file_size(file, error) == listed.size)
                return listed.sha256;
        }
    }
    const std::string key = std::filesystem::absolute(file, error).lexically_normal().string();
    SAYSEE_ASSIGN(const std::string stamp, stampOf(file));
    if (auto known = recall(key, stamp))
        return *known;
    SAYSEE_ASSIGN(std::string hash, base::sha256OfFile(file, task));
    remember(key, stamp, hash);
    return hash;
}

base::Result<std::string> fingerprint(std::span<const path> files, const Pack* pack, const base::TaskContext& task)
{
    std::string all;
    for (const path& file : files) {
        SAYSEE_ASSIGN(const std::string one, fingerprint(file, pack, task));
        all += (all.empty() ? "" : " ") + one;
    }
    return all;
}

base::SpaceId spaceOf(std::span<const std::string> parts)
{
    std::string text = "saysee space 1\n";
    for (const std::string& part : parts)
        text += part + "\n";
    return {base::sha256(text).substr(0, 16)};
}

}  // namespace saysee::model
