// Clips that describe no picture: what a search should answer with "no speech" or weak matches.
#pragma once

#include "core/base/result.h"
#include "models/picturebook/recipe/speech/sound.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::picturebook {

inline constexpr std::array<std::string_view, 5> kBadKinds = {"silence", "noise", "music", "other language",
                                                              "unknown words"};

// One clip of a kind; speech comes from the test split's voices, noises from `noises`.
base::Result<std::vector<float>> makeBadClip(std::string_view kind, const std::vector<NoiseRecording>& noises,
                                             Random& random);

}  // namespace saysee::picturebook
