// The pictures and spoken questions that ship with the program: the default of a first start.
#pragma once

#include "core/session/workspace.h"

namespace saysee::session {

struct SampleLibrary {
    std::filesystem::path pictures;  // a folder of the library from now on
    std::filesystem::path queries;
    std::uint64_t photos = 0;
};

// Where the sample library ships: `SAYSEE_RESOURCES`, beside the installed program, or in the source tree it was
// built from. Error (NotFound).
base::Result<std::filesystem::path> findSample();

// Copies the sample into the library's folder (pictures a person deleted there are not brought back over changed
// ones) and adds it. `photos` is what the library knew of it before. Errors: NotFound, Io.
base::Result<SampleLibrary> copySample(library::Library& library);

// Copies, adds and indexes it. Doing it again only does what is missing.
base::Result<SampleLibrary> installSample(Workspace& workspace, const base::TaskContext& task = {});

}  // namespace saysee::session
