#include "core/model/runtime/torch_guard.h"

#include <c10/util/Exception.h>
#include <new>
#include <string>

namespace saysee::model {

using base::Error;
using base::ErrorCode;

namespace {

Error ofTorch(const std::string& message)
{
    if (message.find("out of memory") != std::string::npos
        || message.find("can't allocate memory") != std::string::npos
        || message.find("not enough memory") != std::string::npos)
        return {ErrorCode::OutOfMemory, "There is not enough memory for the model.", message};
    if (message.find("CUDA") != std::string::npos || message.find("cuDNN") != std::string::npos
        || message.find("CUBLAS") != std::string::npos)
        return {ErrorCode::Device, "The GPU failed. Try again with the CPU (--device cpu).", message};
    return {ErrorCode::Internal, "The model failed on this input.", message};
}

}  // namespace

Error currentTorchError()
{
    try {
        throw;
    } catch (const std::bad_alloc& error) {
        return {ErrorCode::OutOfMemory, "There is not enough memory for the model.", error.what()};
    } catch (const c10::Error& error) {
        return ofTorch(error.what_without_backtrace());
    } catch (const std::exception& error) {
        return ofTorch(error.what());
    }
}

}  // namespace saysee::model
