// How quick and how reliable recording is on this machine: the figures of `saysee bench record`.
#pragma once

#include "core/audio/audio_input.h"
#include "core/base/result.h"
#include "core/base/task.h"

#include <chrono>
#include <cstdint>

namespace saysee::audio {

struct RecordBenchOptions {
    DeviceName device;
    int takes = 3;
    std::chrono::seconds takeDuration {2};
};

struct RecordBench {
    double keyToFirstSampleMs = 0;  // median of the takes; the microphone was closed before each
    double keyToFirstSampleWorstMs = 0;
    double drainLatencyMs = 0;  // from key release to the finished take, beyond the tail; median
    std::uint64_t droppedFrames = 0;  // of all takes: ring overflow and what the hardware reported
    double recordedSeconds = 0;  // of all takes
    double cpuShare = 0;  // of one core, while recording, this whole process
};

// Records takes into a temporary folder and throws them away. Blocks for their duration.
// Errors: those of AudioInput::open, Cancelled.
base::Result<RecordBench> benchRecord(AudioInput& input, const RecordBenchOptions& options = {},
                                      const base::TaskContext& task = {});

}  // namespace saysee::audio
