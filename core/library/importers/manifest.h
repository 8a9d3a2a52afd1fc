// The file that lists pairs, and the media that it names: what the readers and writers of all formats share.
#pragma once

#include "core/library/importers/exchange_row.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::library {

// What a format's reader found. Media paths of the rows are relative to `root`.
struct Manifest {
    std::filesystem::path root;
    std::vector<ExchangeRow> rows;
    std::vector<std::string> problems;
};

// `relative` below `root`. Errors (InvalidArgument): absolute, "..", a zero byte, or a link that leads out of `root`.
base::Result<std::filesystem::path> safeJoin(const std::filesystem::path& root, std::string_view relative);

// Lines without their ends; the last one may lack it.
[[nodiscard]] std::vector<std::string_view> linesOf(std::string_view text);

// The whole file; manifests of public sets have some hundred megabytes.
base::Result<std::string> readManifest(const std::filesystem::path& path);

// Writes a file, with its folders.
base::Status writeManifest(const std::filesystem::path& path, std::string_view content);

// Reads rows from JSON Lines; lines that are wrong become problems.
void readJsonLines(std::string_view text, const std::string& name, Manifest& manifest);

}  // namespace saysee::library
