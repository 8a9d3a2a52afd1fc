// One pair on its way between the library and a file: what every format is read into and written from.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
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

// One row as JSON and back; empty fields are left out, unknown ones are kept in `extra`. Error (Corrupt): no object,
// or a field of the wrong type.
[[nodiscard]] nlohmann::ordered_json toJson(const ExchangeRow& row);
base::Result<ExchangeRow> rowFromJson(const nlohmann::json& json);
[[nodiscard]] std::string dump(const nlohmann::ordered_json& json);

// The names of the fields above, in the order in which they are written.
[[nodiscard]] const std::vector<std::string>& rowFields();

}  // namespace saysee::library
