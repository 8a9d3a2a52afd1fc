// Reading what a person names on the command line: files, standard input for "-", the microphone.
#pragma once

#include "app/cli/context.h"
#include "core/audio/audio_input.h"
#include "core/audio/clip.h"
#include "core/image/preprocess.h"
#include "core/image/rgb_image.h"

#include <filesystem>
#include <optional>
#include <string>

namespace saysee::cli {

base::Result<audio::Clip> readClip(const std::string& file, const Context& context);
// Decoded small: as an image tower needs it, not as a screen does.
base::Result<image::RgbImage> readPicture(const std::string& file, const Context& context);
// From the default microphone until Enter, where standard input is a terminal, or for half a minute. Errors:
// AudioUnusable (there is none, or Enter came before it delivered), Device, Cancelled (Ctrl-C).
base::Result<audio::Clip> recordClip(const Context& context);
// The same with a given microphone and a descriptor on which a line ends the question; `takes` is a folder.
base::Result<audio::Clip> recordClip(audio::AudioInput& input, const std::filesystem::path& takes,
                                     std::optional<int> terminal, const Context& context);

}  // namespace saysee::cli
