// The trained part of the bifurcated model: shared prompts, audio channel and fusion, in one small file.
//
// Tensors, by name (D width of the text tower, H of the recogniser's states, E of the shared space, P prompts):
//   prompts [P, D]                        learned tokens that both channels see: behind the text's start token and
//                                         before the audio frames
//   cls [1, 1, D]  audio_in.{weight [D, H], bias}
//   layer.self_attn.{in_proj_weight [3 D, D], in_proj_bias, out_proj.weight, out_proj.bias}
//   layer.{linear1.weight [F, D], linear1.bias, linear2.weight [D, F], linear2.bias, norm1.*, norm2.*}
//   norm.{weight, bias}  out.{weight [E, D], bias}
//   gate.{weight [1, 2 E], bias [1], trust [1]}   for the gated fusion
//   voice.*                               where a tune has learned one; see core/model/whisper/voice.h
#pragma once

#include "core/model/audio_channel/audio_channel.h"
#include "core/model/fusion/fusion.h"
#include "core/model/whisper/voice.h"

#include <filesystem>
#include <optional>

namespace saysee::model {

struct HeadSpec {
    AudioChannelSpec channel;
    int prompts = 4;  // P; BrewCLIP's number
    FusionKind fusion = FusionKind::Gated;
    int voiceRank = 0;  // of the voice's adapter; 0: there is no voice

    friend bool operator==(const HeadSpec&, const HeadSpec&) = default;
};

// Threading: immutable unless its tensors are trained; then only the training thread may use it.
class Head {
public:
    // Fresh weights: prompts N(0, 0.02), CLS N(0, 1), matrices N(0, 1 / inputs), trust 0.
    // Error (InvalidArgument): sizes below 1, or heads that do not divide the width.
    static base::Result<Head> random(const HeadSpec& spec, std::uint64_t seed);
    // `tensors` are shared, not copied, where they are of `target`'s type and device already; `origin` names them in
    // messages. Error (Corrupt): missing, surplus or wrongly shaped tensors, or values that are not finite.
    static base::Result<Head> fromTensors(const TensorMap& tensors, const HeadSpec& spec, const std::string& origin,
                                          at::TensorOptions target = at::kFloat);
    // A safetensors file; heads, fusion and format are in its metadata, widths in the shapes.
    // Errors: NotFound, Io, Corrupt, VersionMismatch (a newer format), UnsupportedFormat (no head, unknown fusion).
    static base::Result<Head> load(const std::filesystem::path& file, at::TensorOptions target = at::kFloat);
    // Written whole or not at all.
    [[nodiscard]] base::Status save(const std::filesystem::path& file, at::ScalarType type = at::kFloat) const;

    [[nodiscard]] const HeadSpec& spec() const { return m_spec; }
    // The handles that the forward functions use: setting requires_grad on them, or their data, is how training
    // works.
    [[nodiscard]] const TensorMap& tensors() const { return m_tensors; }
    [[nodiscard]] const at::Tensor& prompts() const { return m_tensors.at("prompts"); }

    // The same with a voice of its own at this pace that changes nothing else yet; in place of one that it has.
    // It sounds like nobody until its speaker is set. Requires: rank above 0.
    [[nodiscard]] Head withVoice(int rank, double pace, std::uint64_t seed) const;

    // Whom the recogniser is to listen to; null: anybody. Lives as long as the head.
    [[nodiscard]] const Voice* voice() const { return m_voice ? &*m_voice : nullptr; }

    // [B, T, H] states (as the voice leaves them) and their padding -> [B, E]; see AudioChannel.
    [[nodiscard]] at::Tensor sound(const at::Tensor& hidden, const at::Tensor& padding) const
    {
        return m_channel.forward(hidden, padding, prompts());
    }
    // See Fusion.
    [[nodiscard]] FusedQuery fuse(const at::Tensor& words, const at::Tensor& sound,
                                  const at::Tensor& confidence) const
    {
        return m_fusion(words, sound, confidence);
    }

private:
    Head(Weights& weights, const HeadSpec& spec);

    HeadSpec m_spec;
    TensorMap m_tensors;
    AudioChannel m_channel;
    Fusion m_fusion;
    std::optional<Voice> m_voice;
};

}  // namespace saysee::model
