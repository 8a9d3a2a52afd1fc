// English captions of a scene: several wordings, all true, 4 to 16 words of a closed vocabulary, lower case.
#pragma once

#include "models/picturebook/recipe/scene/scene.h"

#include <string>
#include <vector>

namespace saysee::picturebook {

// Whether a caption may speak of the time of day and the weather. A tone caption leaves them to the speaker's manner.
enum class Mood : std::uint8_t { Spoken, LeftOut };

// One wording. Names kind, colour and count of the main group always, and at least two more properties.
[[nodiscard]] std::string caption(const Scene& scene, Mood mood, Random& random);

// `count` different wordings (fewer only when the scene does not allow so many).
[[nodiscard]] std::vector<std::string> captions(const Scene& scene, int count, Mood mood, Random& random);

// Short keywords of a scene for a photo's metadata: "dog", "beach", "rain".
[[nodiscard]] std::vector<std::string> keywords(const Scene& scene);

}  // namespace saysee::picturebook
