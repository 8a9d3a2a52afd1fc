#include "core/image/exiv/runtime.h"

#include "core/base/log.h"

#include <exiv2/exiv2.hpp>
#include <mutex>
#include <string>

namespace saysee::image {

namespace {

void logLine(int, const char* message) { base::log(base::LogLevel::Debug, std::string("Exiv2: ") + message); }

void lockXmp(void* mutex, bool lock)
{
    auto* const parser = static_cast<std::mutex*>(mutex);
    lock ? parser->lock() : parser->unlock();
}

}  // namespace

void startExiv2()
{
    static std::mutex parserMutex;
    static const bool started = [] {
        Exiv2::LogMsg::setHandler(logLine);
#ifdef EXV_ENABLE_BMFF
        Exiv2::enableBMFF(true);  // HEIC, AVIF, CR3
#endif
        return Exiv2::XmpParser::initialize(lockXmp, &parserMutex);
    }();
    static_cast<void>(started);
}

}  // namespace saysee::image
