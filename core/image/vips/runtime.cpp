#include "core/image/vips/runtime.h"

#include "core/base/log.h"

#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <string>
#include <vips/vips8>

namespace saysee::image {

namespace {

// vips_init() writes VIPSHOME, the prefix it is installed under, into the environment unless it is there; other
// threads may read the environment then, which libc does not allow. So it is written here, before main() and its
// threads.
std::filesystem::path prefixOfVips()
{
    Dl_info library {};
    if (::dladdr(reinterpret_cast<void*>(&vips_init), &library) == 0)  // NOLINT(*-reinterpret-cast)
        return {};
    std::error_code error;
    const auto file =
        std::filesystem::canonical(library.dli_fname, error);  // /usr/lib/x86_64-linux-gnu/libvips.so.42
    const auto lib =
        std::find_if(file.begin(), file.end(), [](const auto& part) { return part == "lib" || part == "lib64"; });
    std::filesystem::path prefix;
    for (auto part = file.begin(); part != lib; ++part)
        prefix /= *part;
    return lib == file.end() ? std::filesystem::path() : prefix;
}

[[maybe_unused]] const bool kPrefixIsKnown = [] {
    const auto prefix = prefixOfVips();
    return !prefix.empty() && ::setenv("VIPSHOME", prefix.c_str(), 0) == 0;
}();

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
