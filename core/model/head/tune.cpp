#include "core/model/head/tune.h"

#include "core/model/checkpoint/safetensors.h"

#include <algorithm>

namespace saysee::model {
namespace {

using base::ErrorCode;

constexpr auto kFormat = "1";

std::string entry(const std::map<std::string, std::string>& metadata, const char* key)
{
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string {} : found->second;
}

}  // namespace

base::Result<Tune> readTune(const std::filesystem::path& file)
{
    SAYSEE_ASSIGN(Safetensors stored, readSafetensors(file));
    const std::string format = entry(stored.metadata, "saysee.tune");
    if (format.empty())
        return base::fail(ErrorCode::UnsupportedFormat, file.string() + " is not a tune made by SaySee.");
    if (format != kFormat)
        return base::fail(ErrorCode::VersionMismatch,
                          file.string() + " was made by a newer SaySee; update to read it.");
    return Tune {{entry(stored.metadata, "model")}, entry(stored.metadata, "about"), std::move(stored.tensors)};
}

base::Status writeTune(const std::filesystem::path& file, const Head& own, const Head& tuned,
                       const base::SpaceId& model, const std::string& about)
{
    TensorMap changed;
    for (const auto& [name, tensor] : tuned.tensors()) {
        const auto known = own.tensors().find(name);
        if (known == own.tensors().end() || !at::equal(tensor.detach(), known->second.detach()))
            changed[name] = tensor.detach().to(at::kCPU, at::kFloat);
    }
    return writeSafetensors(file, changed, {{"saysee.tune", kFormat}, {"model", model.value}, {"about", about}});
}

base::Result<Head> applyTune(const Head& own, const Tune& tune, const std::string& origin)
{
    TensorMap tensors = own.tensors();
    for (const auto& [name, tensor] : tune.tensors)
        tensors[name] = tensor.clone();  // the file may be replaced while its mapping is in use
    HeadSpec spec = own.spec();
    if (const auto voice = tensors.find("voice.down.weight"); voice != tensors.end() && voice->second.dim() == 2)
        spec.voiceRank = static_cast<int>(std::min<std::int64_t>(voice->second.size(0), 1 << 16));
    return Head::fromTensors(tensors, spec, origin, own.prompts().options());
}

}  // namespace saysee::model
