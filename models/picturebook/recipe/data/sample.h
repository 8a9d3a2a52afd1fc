// Writes the sample library that a fresh installation starts with: pictures of the test split with dates, places and
// keywords in their metadata, and spoken queries about some of them.
//
//   manifest.json       {"schema": 1, "title", "licence", "photos": [...], "queries": [...]}; a photo has "path",
//   "taken"
//                       (local time, ISO 8601), "place", "keywords" and three "captions"; a query has "path", "text",
//                       "speaker" and "photo", the path of the picture that it describes
//   photos/YEAR/*.jpg   queries/*.flac
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>

namespace saysee::picturebook {

struct SamplePlan {
    int photos = 240;
    int queries = 12;
    std::uint64_t seed = 2;  // not that of the test set, whose pictures these are not
};

// Errors: Io; Internal when a synthesiser fails.
base::Status writeSample(const std::filesystem::path& folder, const SamplePlan& plan);

}  // namespace saysee::picturebook
