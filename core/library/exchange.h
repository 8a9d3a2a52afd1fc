// Pairs from and to the files of other programs and public data sets.
#pragma once

#include "core/base/task.h"
#include "core/library/library.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::library {

struct PairFormatInfo {
    std::string_view name;  // as the command line takes it: "jsonl"
    std::string_view description;  // "JSON Lines, one pair a line"
};

// jsonl, csv, huggingface, flickr8k, spokencoco, localized-narratives, webdataset.
[[nodiscard]] std::vector<PairFormatInfo> pairFormats();

enum class Media { Copy, Leave };  // whether photos and recordings go along, or only what is said about them

struct ExchangeReport {
    std::uint64_t pairs = 0;  // written or read
    std::uint64_t known = 0;  // read, but in the library already
    std::uint64_t withoutPhoto = 0;  // read, but the library has no such photo (yet): indexing it joins them
    std::uint64_t withoutRecording = 0;  // read, and no sound came with them
    std::vector<std::string> problems;  // one sentence each; what they name was left out
    std::vector<std::string> notes;  // one sentence each, about pairs that were written or read all the same
};

// Reads `path` (the format's file, or the folder that holds it). Recordings are copied into the library; photos are
// not: those that it knows by content or by place are joined, others stay named. Nothing outside the folder of `path`
// is read: rows with absolute paths, with "..", or with links that lead out are left out and listed. Rows read before
// an error or a stop are kept.
// Errors: InvalidArgument (no such format), NotFound, Corrupt (nothing of it can be read), Io, Cancelled.
base::Result<ExchangeReport> importPairs(Library& library, std::string_view format, const std::filesystem::path& path,
                                         const base::TaskContext& task = {});

// Writes the pairs into `folder`, which must be absent or empty, so that nothing is overwritten and nothing stale is
// left. What jsonl, csv, huggingface and webdataset write, read again, is written byte for byte the same.
// Errors: InvalidArgument (no such format, a folder with files in it), Io, Cancelled.
base::Result<ExchangeReport> exportPairs(Library& library, std::string_view format,
                                         const std::filesystem::path& folder, Media media,
                                         const PairFilter& filter = {}, const base::TaskContext& task = {});

}  // namespace saysee::library
