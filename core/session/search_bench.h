// How fast a whole library answers, and how fast it is looked through again: what `saysee bench search` prints.
#pragma once

#include "core/base/task.h"
#include "core/index/index_cache.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace saysee::session {

struct SearchBenchOptions {
    std::size_t photos = 100'000;  // 1..10,000,000 files of a few bytes; nobody decodes them
    int dimension = 512;  // 8..4096
    int queries = 50;
    std::uint32_t seed = 1;  // of the vectors, dates and keywords
    index::IndexOptions index;
};

// A search here is everything but the model: the query's vector is given, its words are looked up as well, and the
// answer becomes the JSON document. Medians.
struct SearchBenchReport {
    double makeSeconds = 0;  // files, descriptions, vectors; not the scan
    double firstScanSeconds = 0;  // of files that nobody knows yet
    double buildIndexSeconds = 0;  // from the database
    double coldSearchMs = 0;  // opening the library and the index file included, as a new process would
    double coldSearchProcessorMs = 0;  // the mean
    double coldOpenLibraryMs = 0;  // parts of it
    double coldOpenIndexMs = 0;
    double warmSearchMs = 0;
    double warmSearch95Ms = 0;
    double warmSearchProcessorMs = 0;  // the mean
    double filteredSearchMs = 0;  // a date range that holds about 1 %
    double switchMs = 0;  // from choosing another version of the model, or none, to the next answer; the longest
    double rescanSeconds = 0;  // nothing changed; opening and checking the database included
    double rescanProcessorSeconds = 0;
    double firstAnswerDuringRescanMs = 0;  // a cold search that begins together with a scan
    double searchDuringRescanMs = 0;  // warm, while the scan runs
    std::uint64_t databaseBytes = 0;
};

// Makes the library in a temporary folder and removes it again. Errors: InvalidArgument, Io, Cancelled.
base::Result<SearchBenchReport> benchSearch(const SearchBenchOptions& options, const base::TaskContext& task = {});

[[nodiscard]] nlohmann::json toJson(const SearchBenchReport& report);

}  // namespace saysee::session
