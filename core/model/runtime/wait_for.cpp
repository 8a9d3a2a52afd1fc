#include "core/model/runtime/wait_for.h"

#include <c10/core/impl/VirtualGuardImpl.h>

namespace saysee::model {

void waitFor(c10::Device device)
{
    if (device.is_cpu())
        return;
    const c10::impl::VirtualGuardImpl guard(device.type());
    guard.synchronizeStream(guard.getStream(device));
}

}  // namespace saysee::model
