// Exiv2, set up for use by several threads.
#pragma once

namespace saysee::image {

// Call before any use of Exiv2: its log goes into ours, its XMP parser is started under a lock. Threading: any
// thread.
void startExiv2();

}  // namespace saysee::image
