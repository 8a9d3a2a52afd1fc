// Reading what a person names on the command line: files, standard input for "-", the microphone.
#pragma once

#include "app/cli/context.h"
#include "core/audio/clip.h"
#include "core/image/preprocess.h"
#include "core/image/rgb_image.h"

#include <string>

namespace saysee::cli {

base::Result<audio::Clip> readClip(const std::string& file, const Context& context);
// Decoded small: as an image tower needs it, not as a screen does.
base::Result<image::RgbImage> readPicture(const std::string& file, const Context& context);
// From the default microphone until Enter, Ctrl-C or half a minute. Error (AudioUnusable) when there is none.
base::Result<audio::Clip> recordClip(const Context& context);

}  // namespace saysee::cli
