// Which pairs a tune could not use.
#pragma once

#include "core/base/task.h"
#include "core/library/library.h"

#include <string>
#include <vector>

namespace saysee::session {

// One sentence for each thing wrong with a pair that nobody rejected, whatever the model: its photo is gone, there is
// nothing to learn from, the recording cannot be read or holds no speech, it is said to describe two photos, or the
// photo came far later than usual for what was heard. Hears every recording, which takes a while. Errors: Io,
// Cancelled.
base::Result<std::vector<std::string>> checkPairs(library::Library& library, const base::TaskContext& task = {});

}  // namespace saysee::session
