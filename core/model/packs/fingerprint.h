// What identifies weights: SHA-256 of files, without reading them each time, and the ids of spaces made of it.
#pragma once

#include "core/base/embedding.h"
#include "core/base/task.h"
#include "core/model/pack.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace saysee::model {

// The manifest's hash where `file` is one of the pack's and has the manifest's size (verifyPack() is what re-hashes);
// otherwise the file's own, remembered in the cache folder by path, size and time of change.
base::Result<std::string> fingerprint(const std::filesystem::path& file, const Pack* pack,
                                      const base::TaskContext& task = {});

// One line of text for all files of a part, in the order given.
base::Result<std::string> fingerprint(std::span<const std::filesystem::path> files, const Pack* pack,
                                      const base::TaskContext& task = {});

// Sixteen hexadecimal digits of the SHA-256 of the parts, one a line. Pure.
[[nodiscard]] base::SpaceId spaceOf(std::span<const std::string> parts);

}  // namespace saysee::model
