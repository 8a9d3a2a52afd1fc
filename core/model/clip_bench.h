// How fast and how large CLIP's towers run on this machine: random weights of a published shape, no download.
#pragma once

#include "core/base/task.h"

#include <string>
#include <string_view>

namespace saysee::model {

// Medians of several runs after a warm-up.
struct ClipBench {
    double imagesPerSecondAlone = 0;  // one picture at a time
    double imagesPerSecondBatched = 0;  // eight pictures at a time
    double shortTextMs = 0;  // 12 tokens, start and end included: a spoken query
    double fullTextMs = 0;  // 77 tokens: the whole context
    double weightsMegabytes = 0;  // as loaded
    double loadMs = 0;  // both towers, from a half-precision file in the page cache
    double loadMegabytes = 0;  // of that file
    double peakMegabytes = 0;  // the process's peak resident size at the end
    std::string device;  // where it ran
    std::string deviceNote;  // why not where it was asked to
};

struct ClipBenchOptions {
    std::string device = "cpu";  // as for Engine
    int threads = 0;  // 0: physical cores
    int runs = 5;
};

// Writes a file of half the weights' size into a temporary folder. `shape`: vit-b-32, vit-b-16, vit-l-14. Errors:
// InvalidArgument, Cancelled, OutOfMemory, Device, Io.
base::Result<ClipBench> benchClip(std::string_view shape, const ClipBenchOptions& options = {},
                                  const base::TaskContext& task = {});

}  // namespace saysee::model
