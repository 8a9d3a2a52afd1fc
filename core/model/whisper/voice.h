// What a recogniser learns of one person while its own weights stay as they are: where the voice lies, and what its
// states are to be read as. Both come before the decoder and the sound channel, so both channels profit.
//
// Pace: the clip is played that much faster, pitch and formants with it: a voice far below or above those that the
// recogniser knows is brought among them (vocal tract length normalisation, Lee and Rose 1998, by resampling).
// Adapter: a bottleneck with a shortcut on each state, s + up(gelu(down(norm(s)))), after Houlsby et al. 2019
// (arXiv 1902.00751); it starts as the identity.
// Speaker: mean and deviation over time of the states before the adapter, over the person's recordings. They tell
// whether it is this person who speaks: the adapter is for nobody else.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <span>
#include <vector>

namespace saysee::model {

inline constexpr double kSlowestPace = 0.5;
inline constexpr double kFastestPace = 2.0;
inline constexpr int kVoiceTensors = 7;

// Threading: const calls may run side by side.
class Voice {
public:
    // Takes, with H the width of the states and R the adapter's rank: "voice.pace" [1],
    // "voice.down.{weight [R, H], bias [R]}", "voice.up.{weight [H, R], bias [H]}", "voice.speaker" [2, 2 H] and
    // "voice.reach" [1], see speakerOf(). From random weights it changes nothing. Ask weights.status() before use.
    Voice(Weights& weights, int width, int rank);

    // states [..., H] of any floating type -> the same shape and type. Differentiable.
    [[nodiscard]] at::Tensor adapt(const at::Tensor& states) const;

    // Whether states [T, H] at this pace, before the adapter, sound like the person's recordings.
    [[nodiscard]] bool soundsLike(const at::Tensor& states) const;

    // Above 1: faster and higher; kSlowestPace..kFastestPace, whatever the file says.
    [[nodiscard]] double pace() const;

private:
    at::Tensor m_pace;  // [1]
    Linear m_down;
    Linear m_up;
    at::Tensor m_speaker;  // [2, 2 H]
    at::Tensor m_reach;  // [1]
};

struct Speaker {
    at::Tensor statistics;  // [2, 2 H]: mean and deviation, over recordings, of each recording's mean and deviation
    at::Tensor reach;  // [1]: how far nine tenths of the recordings lie from the others at most
};

// Of at least three recordings' states [T, H]; fewer sound like nobody.
[[nodiscard]] Speaker speakerOf(const std::vector<at::Tensor>& recordings);

// 16 kHz samples played `pace` times as fast, band-limited: samples.size() / pace of them. Pieces of at most 60 s are
// taken one by one.
[[nodiscard]] std::vector<float> playFaster(std::span<const float> samples, double pace);

}  // namespace saysee::model
