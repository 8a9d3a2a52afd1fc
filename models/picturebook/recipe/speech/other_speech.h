// What is no description of a picture: speech of other words, other languages, music. A recogniser that hears some of
// it in training learns to write nothing, instead of the nearest sentence of its own small world.
#pragma once

#include "core/base/result.h"
#include "models/picturebook/recipe/random.h"

#include <vector>

namespace saysee::picturebook {

// One clip as a microphone records it: 16 kHz mono. Voices, languages, words and instruments differ from those of the
// bad clips of the test set (bad_input.h). Error: Internal when a synthesiser fails or lacks a language.
base::Result<std::vector<float>> makeOtherSpeech(Random& random);

}  // namespace saysee::picturebook
