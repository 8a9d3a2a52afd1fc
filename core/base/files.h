// Small files, read whole with a limit and written whole or not at all.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace saysee::base {

// Reads a file of at most `limit` bytes. Errors: NotFound, Io, Corrupt (larger than the limit).
Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t limit = 64U << 20U);

// Writes beside the target, flushes to disk and renames, so that a crash leaves the old or the new content.
Status writeFileAtomically(const std::filesystem::path& path, std::string_view content);

// Parses JSON, nested at most `maxDepth` deep. Errors name the file and the position.
Result<nlohmann::json> readJson(const std::filesystem::path& path, std::uint64_t limit = 64U << 20U);
Result<nlohmann::json> parseJson(std::string_view text, std::string_view name, int maxDepth = 64);

// JSON as text, on one line unless it is indented. Bytes that are not UTF-8 (file names, imported words) become
// replacement characters: dump() alone would throw.
[[nodiscard]] std::string jsonText(const nlohmann::json& value, int indent = -1);

}  // namespace saysee::base
