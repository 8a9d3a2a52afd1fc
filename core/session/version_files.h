// Tunes as files of their own, to be handed from one library to another.
#pragma once

#include "core/library/library.h"
#include "core/model/engine.h"

#include <filesystem>

namespace saysee::session {

// What a version file says about itself. Errors: those of Engine::useTune (another model's, damaged).
base::Result<library::Version> readVersion(model::Engine& engine, const std::filesystem::path& file);
// Brings a version file from elsewhere into the library, not in use. Errors: those of readVersion, Io.
base::Result<base::VersionId> importVersion(library::Library& library, model::Engine& engine,
                                            const std::filesystem::path& file);
// Copies a version into one file; no recording and no text of a pair is in it. Errors: NotFound, Io.
base::Status exportVersion(library::Library& library, base::VersionId version, const std::filesystem::path& file);

}  // namespace saysee::session
