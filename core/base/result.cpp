#include "core/base/result.h"

namespace saysee::base {

Error within(std::string_view context, Error error)
{
    error.message = std::string(context) + ": " + error.message;
    return error;
}

std::string_view codeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::InvalidArgument: return "invalid-argument";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::Io: return "io";
    case ErrorCode::UnsupportedFormat: return "unsupported-format";
    case ErrorCode::Corrupt: return "corrupt";
    case ErrorCode::VersionMismatch: return "version-mismatch";
    case ErrorCode::ModelMissing: return "model-missing";
    case ErrorCode::AudioUnusable: return "audio-unusable";
    case ErrorCode::Device: return "device";
    case ErrorCode::OutOfMemory: return "out-of-memory";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

}  // namespace saysee::base
