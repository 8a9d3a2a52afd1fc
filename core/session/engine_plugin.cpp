// libsaysee-engine.so: everything that needs LibTorch, behind engine_api.h.
#include "core/session/engine_api.h"

namespace saysee::session {

namespace {

base::Result<std::unique_ptr<model::Engine>> load(const model::EngineSpec& spec, const base::TaskContext& task)
{
    return model::Engine::load(spec, task);
}

}  // namespace

}  // namespace saysee::session

extern "C" const saysee::session::EngineApi* sayseeEngineApi()
{
    static const saysee::session::EngineApi api {SAYSEE_VERSION,
                                                 &saysee::session::load,
                                                 &saysee::model::describeRuntime,
                                                 &saysee::model::benchWhisper,
                                                 &saysee::model::benchClip,
                                                 &saysee::training::TuneTrainer::create,
                                                 &saysee::training::benchTune};
    return &api;
}
