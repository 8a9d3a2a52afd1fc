#include "core/model/head/head.h"

#include "core/model/checkpoint/safetensors.h"

#include <charconv>
#include <cmath>

namespace saysee::model {
namespace {

using base::ErrorCode;

constexpr int kFormat = 1;
constexpr std::size_t kTensors = 20;  // prompts and audio channel
constexpr std::size_t kGateTensors = 3;
constexpr int kLargestSize = 1 << 16;  // of any width; refuses nonsense before it is multiplied

base::Status check(const HeadSpec& spec)
{
    const auto& channel = spec.channel;
    for (const int size : {channel.recogniserWidth, channel.width, channel.dimension, channel.attentionHeads,
                           channel.feedForward, spec.prompts}) {
        if (size < 1 || size > kLargestSize)
            return base::fail(ErrorCode::InvalidArgument, "A head's sizes must be between 1 and 65536.");
    }
    if (spec.voiceRank < 0 || spec.voiceRank > kLargestSize)
        return base::fail(ErrorCode::InvalidArgument, "The rank of a head's voice must be between 0 and 65536.");
    if (channel.width % channel.attentionHeads != 0)
        return base::fail(ErrorCode::InvalidArgument, "A head's width must be a multiple of its attention heads.");
    return {};
}

int sizeOf(const TensorMap& tensors, const std::string& name, std::int64_t axis)
{
    const auto found = tensors.find(name);
    if (found == tensors.end() || found->second.dim() != 2)
        return 0;
    return static_cast<int>(std::min<std::int64_t>(found->second.size(axis), kLargestSize + 1));
}

std::string entry(const std::map<std::string, std::string>& metadata, const std::string& key)
{
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string {} : found->second;
}

int number(const std::string& text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc {} && end == text.data() + text.size() ? value : 0;
}

base::Result<HeadSpec> specOf(const Safetensors& stored, const std::string& name)
{
    const int format = number(entry(stored.metadata, "saysee.head"));
    if (format < 1)
        return base::fail(ErrorCode::UnsupportedFormat, name + " is not a head made by SaySee.");
    if (format > kFormat)
        return base::fail(ErrorCode::VersionMismatch, name + " was made by a newer SaySee; update to read it.");
    HeadSpec spec;
    SAYSEE_ASSIGN(spec.fusion, fusionNamed(entry(stored.metadata, "fusion")));
    spec.prompts = sizeOf(stored.tensors, "prompts", 0);
    spec.channel.recogniserWidth = sizeOf(stored.tensors, "audio_in.weight", 1);
    spec.channel.width = sizeOf(stored.tensors, "audio_in.weight", 0);
    spec.channel.dimension = sizeOf(stored.tensors, "out.weight", 0);
    spec.channel.feedForward = sizeOf(stored.tensors, "layer.linear1.weight", 0);
    spec.channel.attentionHeads = number(entry(stored.metadata, "attention_heads"));
    spec.voiceRank = sizeOf(stored.tensors, "voice.down.weight", 0);
    if (auto sound = check(spec); !sound)
        return base::fail(ErrorCode::Corrupt, name + " is damaged: " + sound.error().message);
    return spec;
}

}  // namespace

Head::Head(Weights& weights, const HeadSpec& spec)
    : m_spec(spec), m_channel(weights, spec.channel), m_fusion(weights, spec.fusion, spec.channel.dimension)
{
    if (spec.voiceRank > 0)
        m_voice.emplace(weights, spec.channel.recogniserWidth, spec.voiceRank);
}

base::Result<Head> Head::random(const HeadSpec& spec, std::uint64_t seed)
{
    SAYSEE_TRY(check(spec));
    TensorMap tensors;
    auto weights = Weights::random(tensors, seed);
    weights.take("prompts", {spec.prompts, spec.channel.width});
    Head head(weights, spec);
    for (auto& [name, tensor] : tensors) {
        if (name == "cls")
            tensor.div_(tensor.std());
        else if (tensor.dim() == 2 && name != "prompts" && name != "gate.weight" && !name.starts_with("voice."))
            tensor.mul_(1.0 / (tensor.std().item<double>() * std::sqrt(static_cast<double>(tensor.size(1)))));
    }
    head.m_tensors = std::move(tensors);
    return head;
}

base::Result<Head> Head::fromTensors(const TensorMap& tensors, const HeadSpec& spec, const std::string& origin,
                                     at::TensorOptions target)
{
    SAYSEE_TRY(check(spec));
    TensorMap converted;
    for (const auto& [name, tensor] : tensors)
        converted[name] = tensor.to(target);
    Weights weights(converted, origin, target);
    weights.take("prompts", {spec.prompts, spec.channel.width});
    Head head(weights, spec);
    SAYSEE_TRY(weights.status());
    if (converted.size()
        != kTensors + (spec.fusion == FusionKind::Gated ? kGateTensors : 0)
            + (spec.voiceRank > 0 ? kVoiceTensors : 0))
        return base::fail(ErrorCode::Corrupt, origin + " holds tensors that do not belong to a head.");
    head.m_tensors = std::move(converted);
    return head;
}

Head Head::withVoice(int rank, double pace, std::uint64_t seed) const
{
    TensorMap tensors;
    auto weights = Weights::random(tensors, seed, m_tensors.at("prompts").options());
    const Voice fresh(weights, m_spec.channel.recogniserWidth, rank);
    at::Tensor& down = tensors.at("voice.down.weight");  // [R, H]
    down.mul_(1.0 / (down.std() * std::sqrt(static_cast<double>(m_spec.channel.recogniserWidth))));
    tensors.at("voice.down.bias").zero_();
    tensors.at("voice.pace").fill_(pace);
    for (const auto& [name, tensor] : m_tensors)
        tensors.emplace(name, tensor);
    HeadSpec spec = m_spec;
    spec.voiceRank = rank;
    Weights all(tensors, "the head", m_tensors.at("prompts").options());
    all.take("prompts", {spec.prompts, spec.channel.width});
    Head head(all, spec);
    head.m_tensors = std::move(tensors);
    return head;
}

base::Result<Head> Head::load(const std::filesystem::path& file, at::TensorOptions target)
{
    SAYSEE_ASSIGN(const Safetensors stored, readSafetensors(file));
    SAYSEE_ASSIGN(const HeadSpec spec, specOf(stored, file.string()));
    return fromTensors(stored.tensors, spec, file.string(), target);
}

base::Status Head::save(const std::filesystem::path& file, at::ScalarType type) const
{
    TensorMap stored;
    for (const auto& [name, tensor] : m_tensors)
        stored[name] = tensor.detach().to(at::kCPU, type);
    return writeSafetensors(file, stored,
                            {{"saysee.head", std::to_string(kFormat)},
                             {"fusion", std::string(fusionName(m_spec.fusion))},
                             {"attention_heads", std::to_string(m_spec.channel.attentionHeads)}});
}

}  // namespace saysee::model
