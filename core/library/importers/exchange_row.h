// One pair on its way between the library and a file: what every format is read into and written from.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::library {

struct ExchangeRow {
    std::string image;  // relative to the manifest's folder, '/' as separator, UTF-8
    std::string imageSha256;
    std::string audio;  // empty: a caption without sound
    std::string audioSha256;
    std::string text;
    std::optional<std::string> heard;  // only where a person corrected it to `text`
    std::string language;
    std::string speaker;
    std::string split;
    std::optional<double> seconds;  // of the recording
    std::int64_t createdAt = 0;  // seconds since 1970 UTC; 0: not said
    double leadSeconds = 0;
    std::string verdict;  // "accepted", "listen-again", "rejected"; empty: unchecked
    std::string origin;  // "labelled", "this-is-the-one", "imported"; empty: not said
    nlohmann::json extra = nlohmann::json::object();

    // Where the files are when the row is written; empty: not at hand.
    std::filesystem::path imageFile;
    std::filesystem::path audioFile;
};

// What a format's reader found. Media paths of the rows are relative to `root`.
struct Manifest {
    std::filesystem::path root;
    std::vector<ExchangeRow> rows;
    std::vector<std::string> problems;
};

// One row as JSON and back; empty fields are left out, unknown ones are kept in `extra`. Error (Corrupt): no object,
// or a field of the wrong type.
[[nodiscard]] nlohmann::ordered_json toJson(const ExchangeRow& row);
base::Result<ExchangeRow> rowFromJson(const nlohmann::json& json);
[[nodiscard]] std::string dump(const nlohmann::ordered_json& json);

// The names of the fields above, in the order in which they are written.
[[nodiscard]] const std::vector<std::string>& rowFields();

// "2026-11-22T17:00:00Z" and back; 0 for what is no such time.
[[nodiscard]] std::string toIsoTime(std::int64_t seconds);
[[nodiscard]] std::int64_t fromIsoTime(std::string_view text);

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
