// Where things live: XDG Base Directory Specification 0.8. Relative values in its variables are ignored.
#pragma once

#include <filesystem>

namespace saysee::base {

std::filesystem::path dataDirectory();    // databases, recordings, packs: never deleted by a cleaner
std::filesystem::path cacheDirectory();   // may be deleted at any time
std::filesystem::path configDirectory();
std::filesystem::path stateDirectory();   // logs, history, window state
std::filesystem::path defaultLibrary();   // dataDirectory()/library

}  // namespace saysee::base
