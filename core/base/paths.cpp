#include "core/base/paths.h"

#include <cstdlib>

namespace saysee::base {

namespace {

std::filesystem::path below(const char* variable, const char* fallback)
{
    const char* value = std::getenv(variable);
    if (value != nullptr && std::filesystem::path(value).is_absolute())
        return std::filesystem::path(value) / "saysee";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/tmp") / fallback / "saysee";
}

}  // namespace

std::filesystem::path dataDirectory() { return below("XDG_DATA_HOME", ".local/share"); }
std::filesystem::path cacheDirectory() { return below("XDG_CACHE_HOME", ".cache"); }
std::filesystem::path configDirectory() { return below("XDG_CONFIG_HOME", ".config"); }
std::filesystem::path stateDirectory() { return below("XDG_STATE_HOME", ".local/state"); }
std::filesystem::path defaultLibrary() { return dataDirectory() / "library"; }

}  // namespace saysee::base
