#include "core/training/pretrain/write_network.h"

#include "core/base/files.h"
#include "core/model/checkpoint/safetensors.h"

namespace saysee::training {

base::Status writeNetwork(const std::filesystem::path& folder, const nlohmann::json& config,
                          const model::TensorMap& tensors)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    model::TensorMap stored;
    for (const auto& [name, tensor] : tensors)
        stored[name] = tensor.detach().to(at::kCPU, at::kHalf);
    SAYSEE_TRY(base::writeFileAtomically(folder / "config.json", config.dump(2) + "\n"));
    return model::writeSafetensors(folder / "model.safetensors", stored, {{"format", "pt"}});
}

}  // namespace saysee::training
