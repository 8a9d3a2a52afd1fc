// How fast and how large the recogniser runs on this machine: random weights of a published size, no download.
#pragma once

#include "core/base/task.h"

#include <string>
#include <string_view>

namespace saysee::model {

// Milliseconds are medians of several runs after a warm-up.
struct WhisperBench {
    double logMelMs = 0;  // of a 30 s window full of sound
    double encoderFullMs = 0;  // a 30 s window
    double encoderThreeSecondsMs = 0;  // a 3 s clip: log-mel and encoder with the shortened context
    double listenMs = 0;  // keys and values of a full window's states, once a window
    double tokenMs = 0;  // one greedy step in a full window
    double beamStepMs = 0;  // one step of five beams in a full window
    // The same work arranged plainly, measured in the same run: float weights, whole score matrices, one operator
    // call for every matrix, always 30 s.
    double plainEncoderMs = 0;
    double plainTokenMs = 0;
    double weightsMegabytes = 0;  // as loaded: on the CPU a float encoder and a half-precision decoder
    double loadMs = 0;  // encoder and decoder, from a half-precision file in the page cache
    double loadMegabytes = 0;  // of that file
    double peakMegabytes = 0;  // the process's peak resident size before the plain runs
    std::string device;  // where it ran
    std::string deviceNote;  // why not where it was asked to
};

struct WhisperBenchOptions {
    std::string device = "cpu";  // as for Engine
    int threads = 0;  // 0: physical cores
    int runs = 5;
};

// Writes a file of half the weights' size into a temporary folder. `shape`: tiny, base, small, medium, large-v3,
// turbo, or one of these with ".en".
// Errors: InvalidArgument, Cancelled, OutOfMemory, Device, Io.
base::Result<WhisperBench> benchWhisper(std::string_view shape, const WhisperBenchOptions& options = {},
                                        const base::TaskContext& task = {});

}  // namespace saysee::model
