// The few functions that libsaysee-engine.so offers to the rest of the program.
#pragma once

#include "core/model/clip_bench.h"
#include "core/model/devices.h"
#include "core/model/engine.h"
#include "core/model/whisper_bench.h"
#include "core/training/tune_bench.h"
#include "core/training/tune_trainer.h"

#include <string_view>
#include <vector>

namespace saysee::session {

// Both sides come from one build; `build` guards against a stray library of another version.
struct EngineApi {
    const char* build;
    base::Result<std::unique_ptr<model::Engine>> (*load)(const model::EngineSpec&, const base::TaskContext&);
    std::vector<model::RuntimeFact> (*describe)();  // LibTorch, BLAS, devices: for `saysee doctor`
    base::Result<model::WhisperBench> (*benchWhisper)(std::string_view shape, const model::WhisperBenchOptions&,
                                                      const base::TaskContext&);
    base::Result<model::ClipBench> (*benchClip)(std::string_view shape, const model::ClipBenchOptions&,
                                                const base::TaskContext&);
    base::Result<std::unique_ptr<training::TuneTrainer>> (*tune)(model::Engine&, training::TuneRequest);
    base::Result<training::TuneBench> (*benchTune)(const training::TuneBenchOptions&, const base::TaskContext&);
};

}  // namespace saysee::session

extern "C" const saysee::session::EngineApi* sayseeEngineApi();
