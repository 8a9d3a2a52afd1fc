// Work that was handed to a GPU goes on after the call that handed it over; clocks must wait for it.
#pragma once

#include <c10/core/Device.h>

namespace saysee::model {

// Returns when everything that this thread asked of `device` is done. The CPU has done it already.
void waitFor(c10::Device device);

}  // namespace saysee::model
