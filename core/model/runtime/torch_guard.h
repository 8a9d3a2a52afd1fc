// LibTorch reports failures as exceptions; at the module's edge they become errors.
#pragma once

#include "core/base/result.h"

#include <exception>
#include <functional>
#include <type_traits>

namespace saysee::model {

// The exception now being handled, as an error: OutOfMemory, Device for a GPU's failure, Internal for a wrong shape.
// Call in a catch block only.
[[nodiscard]] base::Error currentTorchError();

// Runs `work`, which returns a Result or Status, and turns what it throws into its error.
template <class Work>
std::invoke_result_t<Work> guarded(Work&& work)
{
    try {
        return work();
    } catch (const std::exception&) {
        return tl::unexpected<base::Error>(currentTorchError());
    }
}

}  // namespace saysee::model
