#include "core/image/vips/runtime.h"

#include "core/base/log.h"

#include <string>
#include <vips/vips8>

namespace saysee::image {

namespace {

void logLine(const char*, GLogLevelFlags, const char* message, void*)
{
    base::log(base::LogLevel::Debug, std::string("libvips: ") + message);
}

bool start()
{
    g_log_set_handler("VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_MASK), logLine, nullptr);
    if (vips_init("saysee") != 0)
        return false;
    vips_concurrency_set(1);  // callers decode several pictures at once instead
    vips_cache_set_max(0);  // no picture is decoded twice in a row
    vips_block_untrusted_set(TRUE);
    vips_operation_block_set("VipsForeignLoadJxl", FALSE);
    return true;
}

}  // namespace

base::Status startVips()
{
    static const bool started = start();
    if (!started)
        return base::fail(base::ErrorCode::Internal, "The image library libvips does not start.");
    return {};
}

}  // namespace saysee::image
