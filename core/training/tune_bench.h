// How long tuning takes on this machine, with random weights of published shapes: no download, no recordings.
#pragma once

#include "core/base/task.h"
#include "core/training/tune_trainer.h"

#include <string>

namespace saysee::training {

struct TuneBenchOptions {
    std::string recogniserShape = "base";  // as WhisperBench
    std::string imageTextShape = "vit-b-32";  // as ClipBench
    int pairs = 200;  // four seconds of speech and twelve words' tokens each
    TuneSettings settings;
    std::string device = "cpu";
    int threads = 0;  // 0: physical cores
};

struct TuneBench {
    double seconds = 0;  // all epochs, measured after each, once features are cached
    double longestStepMs = 0;  // between two chances for a search
    double meanWaitMs = 0;  // of a search that comes at any moment, for the running step
    double searchAloneMs = 0;  // a written query through the text tower, nothing else going on
    double searchBesideMs = 0;  // the same between two steps, its mean wait included
    double swapMs = 0;  // putting a version's file in place of the head in use
    double peakMegabytes = 0;
    std::string device;
};

// Errors: InvalidArgument (an unknown shape), Cancelled, OutOfMemory, Device.
base::Result<TuneBench> benchTune(const TuneBenchOptions& options, const base::TaskContext& task = {});

}  // namespace saysee::training
