// How fast and how large the recogniser runs on this machine: random weights of a published size, no download.
#pragma once

#include "core/base/task.h"

#include <cstdint>
#include <string_view>

namespace saysee::model {

// Milliseconds are medians of several runs after a warm-up.
struct WhisperBench {
    double encoderFullMs = 0;  // a 30 s window
    double encoderThreeSecondsMs = 0;  // log-mel included, with the shortened context
    double tokenMs = 0;  // one greedy step in a full window
    double beamStepMs = 0;  // one step of beam 5 in a full window
    double referenceEncoderFullMs = 0;  // the plain arrangement, measured in the same run: float, always 30 s,
    double referenceTokenMs = 0;  // one operator call a layer and matrix, as the reference implementation does
    double weightsMegabytes = 0;  // as loaded: float encoder, half-precision decoder
    double peakMegabytes = 0;  // the process's peak resident size at the end of our own (not the reference's) runs
};

struct WhisperBenchOptions {
    int threads = 0;  // 0: physical cores
    int runs = 5;
};

// `shape`: tiny, base, small, medium, large-v3, turbo, or one of these with ".en". Error: InvalidArgument, Cancelled.
base::Result<WhisperBench> benchWhisper(std::string_view shape, const WhisperBenchOptions& options = {},
                                        const base::TaskContext& task = {});

}  // namespace saysee::model
