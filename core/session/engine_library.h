// The model behind a door that opens on first use.
//
// LibTorch and what it pulls in cost about half a second to load, so the networks live in a library of their own,
// libsaysee-engine.so beside the executable (or in ../lib/saysee), that is loaded when a model is first needed. A
// command that needs no model starts in milliseconds, and the window is on screen before the model is there.
#pragma once

#include "core/model/engine.h"

namespace saysee::session {

struct EngineApi;  // core/session/engine_api.h

// Loads the library on the first call. Threading: any thread.
base::Result<const EngineApi*> engineApi();

// Loads the library if need be, then the engine. Errors: ModelMissing when the library or a model file is absent.
// Threading: any thread, one at a time; the engine then belongs to the calling thread.
base::Result<std::unique_ptr<model::Engine>> loadEngine(const model::EngineSpec& spec,
                                                        const base::TaskContext& task = {});

}  // namespace saysee::session
