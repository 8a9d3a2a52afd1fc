// Takes the value of what a test relies on but does not test.
#pragma once

#include "core/base/result.h"

#include <QtGlobal>
#include <utility>

namespace saysee::test {

// Ends the program with the error where there is one: nothing after it would mean anything.
template <class T>
T need(base::Result<T> result)
{
    if (!result)
        qFatal("%s (%s)", result.error().message.c_str(), result.error().detail.c_str());
    return std::move(*result);
}

inline void need(const base::Status& status)
{
    if (!status)
        qFatal("%s (%s)", status.error().message.c_str(), status.error().detail.c_str());
}

}  // namespace saysee::test
