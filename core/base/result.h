// Errors are values: every fallible function at a module border returns Result<T> (or Status).
#pragma once

#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace saysee::base {

// Decides what a shell offers: retry, choose another file, report. The table in app/cli maps it to an exit code.
enum class ErrorCode : std::uint8_t {
    Cancelled,          // the person asked for it; not a failure
    InvalidArgument,    // the request itself makes no sense
    NotFound,           // a file, photo, pack or version that does not exist
    Io,                 // reading or writing failed: permission, disk full, vanished disk
    UnsupportedFormat,  // a file of a kind that is not read
    Corrupt,            // a file that is damaged or lies about its content
    VersionMismatch,    // made by a newer version, or for another embedding space
    ModelMissing,       // a model file is absent or fails its checksum
    AudioUnusable,      // no speech, too quiet, no microphone
    Device,             // a GPU or sound device refused
    OutOfMemory,
    Busy,               // somebody else holds it; try later
    Internal            // a defect of this program
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;  // one plain English sentence: what happened, to which file, what to do
    std::string detail;   // library text, SQL state; never shown first
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(detail)});
}

// Prefixes the message with what was being done, on the way up: "reading pack.json: ...".
[[nodiscard]] Error within(std::string_view context, Error error);

// Runs `work`, which returns a Result. An exception that nobody awaited becomes an error: it must not end the program
// from a thread of its own.
template <class Work>
auto withoutExceptions(Work&& work) -> decltype(work())
{
    try {
        return std::forward<Work>(work)();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "There is not enough memory.");
    } catch (const std::exception& defect) {
        return fail(ErrorCode::Internal, std::string("Something went wrong inside: ") + defect.what());
    }
}

// The code's name in lower case with hyphens, for logs and JSON: "not-found".
[[nodiscard]] std::string_view codeName(ErrorCode code);

}  // namespace saysee::base

#define SAYSEE_JOIN_(a, b) a##b
#define SAYSEE_JOIN(a, b) SAYSEE_JOIN_(a, b)

// Returns the error of `expression` from the enclosing function, if it has one.
#define SAYSEE_TRY(expression)                                                     \
    do {                                                                           \
        if (auto trial = (expression); !trial)                                     \
            return tl::unexpected<::saysee::base::Error>(std::move(trial).error()); \
    } while (false)

// `SAYSEE_ASSIGN(auto value, expression);` unwraps a Result or returns its error.
#define SAYSEE_ASSIGN(declaration, expression) \
    SAYSEE_ASSIGN_(SAYSEE_JOIN(result_, __LINE__), declaration, expression)
#define SAYSEE_ASSIGN_(name, declaration, expression)                            \
    auto name = (expression);                                                    \
    if (!name)                                                                   \
        return tl::unexpected<::saysee::base::Error>(std::move(name).error());   \
    declaration = std::move(*name)
