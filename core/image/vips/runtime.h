// libvips, started once for the whole process and set up for decoding many photos side by side.
#pragma once

#include "core/base/result.h"

namespace saysee::image {

// Starts libvips at the first call: one thread a picture, no operation cache, warnings into our log, and no loader
// that its makers call untrusted but JPEG XL's. Threading: any thread. Error (Internal): libvips does not start.
base::Status startVips();

}  // namespace saysee::image
