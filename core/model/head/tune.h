// A tune: what training changed in a model's head, in one small safetensors file that fits that model alone.
#pragma once

#include "core/base/embedding.h"
#include "core/model/head/head.h"

#include <filesystem>
#include <string>

namespace saysee::model {

struct Tune {
    base::SpaceId model;  // EngineInfo::untunedSpace of the model it was made for
    std::string about;  // whatever its maker wrote about it, as text
    TensorMap tensors;  // those of the head that differ from the model's own
};

// Errors: NotFound, Io, Corrupt; UnsupportedFormat (no tune), VersionMismatch (made by a newer SaySee).
base::Result<Tune> readTune(const std::filesystem::path& file);

// Writes what differs between both heads, whole or not at all. Requires: both have the same spec but for the voice,
// which `own` must not have unless `tuned` has. Error: Io.
[[nodiscard]] base::Status writeTune(const std::filesystem::path& file, const Head& own, const Head& tuned,
                                     const base::SpaceId& model, const std::string& about);

// The model's own head with the tune's tensors in place of its own. Error (Corrupt): names or shapes that are not
// the head's; `origin` names the file in the message.
base::Result<Head> applyTune(const Head& own, const Tune& tune, const std::string& origin);

}  // namespace saysee::model
