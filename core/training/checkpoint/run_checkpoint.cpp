#include "core/training/checkpoint/run_checkpoint.h"

#include "core/base/files.h"
#include "core/model/checkpoint/safetensors.h"

#include <nlohmann/json.hpp>

namespace saysee::training {

using base::ErrorCode;

namespace {

constexpr const char* kParameter = "parameter.";
constexpr const char* kOptimiser = "optimiser.";
constexpr const char* kPosition = "saysee.run";

std::string textOf(const RunPosition& position)
{
    nlohmann::json json = {{"step", position.step},
                           {"waited", position.waited},
                           {"settings", position.settings},
                           {"state", position.state}};
    if (position.best)
        json["best"] = {{"step", position.best->step}, {"score", position.best->score}};
    return json.dump();
}

base::Result<RunPosition> positionOf(const std::string& text, const std::string& name)
{
    SAYSEE_ASSIGN(const nlohmann::json json, base::parseJson(text, name));
    try {
        RunPosition position {json.at("step"), {}, json.at("waited"), json.at("settings"), json.at("state")};
        if (json.contains("best"))
            position.best = EarlyStopping::Best {json["best"].at("step"), json["best"].at("score")};
        return position;
    } catch (const nlohmann::json::exception& error) {
        return base::fail(ErrorCode::Corrupt, name + " is damaged: its position cannot be read.", error.what());
    }
}

model::TensorMap withPrefix(const model::TensorMap& tensors, const std::string& prefix)
{
    model::TensorMap found;
    for (const auto& [name, tensor] : tensors) {
        if (name.starts_with(prefix))
            found[name.substr(prefix.size())] = tensor;
    }
    return found;
}

bool sameShapes(const model::TensorMap& a, const model::TensorMap& b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& left, const auto& right) {
               return left.first == right.first && left.second.sizes() == right.second.sizes();
           });
}

}  // namespace

base::Status saveRun(const std::filesystem::path& file, const RunPosition& position, const Adam& adam)
{
    model::TensorMap stored;
    for (const auto& [name, tensor] : adam.parameters())
        stored[kParameter + name] = tensor.detach();
    for (const auto& [name, tensor] : adam.state())
        stored[kOptimiser + name] = tensor;
    return model::writeSafetensors(file, stored, {{kPosition, textOf(position)}});
}

base::Result<RunPosition> restoreRun(const std::filesystem::path& file, const std::string& settings, Adam& adam)
{
    SAYSEE_ASSIGN(const model::Safetensors stored, model::readSafetensors(file));
    const auto text = stored.metadata.find(kPosition);
    if (text == stored.metadata.end())
        return base::fail(ErrorCode::Corrupt, file.string() + " is not a checkpoint of a run.");
    SAYSEE_ASSIGN(RunPosition position, positionOf(text->second, file.string()));
    if (position.settings != settings)
        return base::fail(ErrorCode::VersionMismatch,
                          file.string() + " belongs to a run with other settings; remove it to start anew.");
    const auto parameters = withPrefix(stored.tensors, kParameter);
    if (!sameShapes(parameters, adam.parameters()))
        return base::fail(ErrorCode::Corrupt, file.string() + " belongs to another network.");
    SAYSEE_TRY(adam.restore(withPrefix(stored.tensors, kOptimiser)));
    const at::NoGradGuard noGrad;
    for (const auto& [name, tensor] : adam.parameters())
        tensor.copy_(parameters.at(name));
    return position;
}

}  // namespace saysee::training
