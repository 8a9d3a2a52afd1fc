// How fast photos go through indexing when the encoder costs nothing: the second half of `saysee bench index`.
#pragma once

#include "core/base/task.h"

#include <nlohmann/json.hpp>

namespace saysee::library {

struct ReadingBenchOptions {
    int photos = 60;  // 1..100,000 JPEGs of 12 megapixels in a temporary folder, 4 to 5 MB each
    int threads = 2;  // that read photos
    int encoderSize = 224;  // pixels of the square that the encoder would take: ViT-B/32's
};

struct ReadingBenchReport {
    double photosPerSecond = 0;  // found, hashed, described, decoded, shrunk, committed
    double photosPerProcessorSecond = 0;  // twice that is what two cores can do
    double processorMsPerPhoto = 0;  // what reading takes from an encoder on the same cores
    double photoMegabytes = 0;  // of a file; the mean
};

// Errors: InvalidArgument, Io, Cancelled.
base::Result<ReadingBenchReport> benchReading(const ReadingBenchOptions& options, const base::TaskContext& task = {});

[[nodiscard]] nlohmann::json toJson(const ReadingBenchReport& report);

}  // namespace saysee::library
