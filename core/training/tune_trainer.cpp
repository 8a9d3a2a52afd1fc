#include "core/training/tune_trainer.h"

#include "core/model/runtime/torch_guard.h"
#include "core/training/tuning/head_trainer.h"
#include "core/training/tuning/request.h"
#include "core/training/voice/voice_trainer.h"

namespace saysee::training {

using base::ErrorCode;

namespace {

base::Result<model::Head> copyOf(const model::Head& head, at::Device device)
{
    model::TensorMap tensors;
    for (const auto& [name, tensor] : head.tensors())
        tensors[name] = tensor.detach().to(at::kFloat).clone();
    return model::Head::fromTensors(std::move(tensors), head.spec(), "the head",
                                    at::TensorOptions(at::kFloat).device(device));
}

}  // namespace

base::Result<std::unique_ptr<TuneTrainer>> TuneTrainer::create(model::Engine& engine, TuneRequest request)
{
    return model::guarded([&]() -> base::Result<std::unique_ptr<TuneTrainer>> {
        model::EngineParts& parts = model::partsOf(engine);
        if (!parts.head || !parts.recogniser || !parts.text)
            return base::fail(ErrorCode::ModelMissing, "Tuning needs a pack with a recogniser and a head.");
        SAYSEE_TRY(checkRequest(request, parts.info.dimension));
        TuneState state;
        SAYSEE_ASSIGN(auto sides, divide(request, state));
        SAYSEE_TRY(makeFolders(request));
        const bool voice = request.settings.scope == TuneScope::Voice;
        const bool goesOn = request.settings.start == TuneStart::HeadInUse;
        if (!voice && goesOn && parts.head->voice() != nullptr)
            return base::fail(
                ErrorCode::InvalidArgument,
                "The version in use has learned a voice; go on with the voice, or start from the model as "
                "it came.");
        SAYSEE_ASSIGN(auto untuned, copyOf(*parts.ownHead, parts.device));
        SAYSEE_ASSIGN(auto start, copyOf(goesOn ? *parts.head : *parts.ownHead, parts.device));
        if (voice)
            return makeVoiceTrainer(engine, std::move(request), std::move(sides), std::move(state),
                                    std::move(untuned), std::move(start));
        return makeHeadTrainer(parts, std::move(request), std::move(sides), std::move(state), std::move(untuned),
                               std::move(start));
    });
}

}  // namespace saysee::training
