#include "core/session/engine_library.h"

#include "core/session/engine_api.h"

#include <array>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <string_view>

namespace saysee::session {

namespace {

namespace fs = std::filesystem;
constexpr auto kFileName = "libsaysee-engine.so";

base::Result<const EngineApi*> open()
{
    std::error_code error;
    const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
    const std::array<fs::path, 3> places = {here, here / "../lib/saysee", here / "../bin"};
    for (const fs::path& place : places) {
        const fs::path file = place / kFileName;
        if (!fs::exists(file, error))
            continue;
        void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL);
        if (library == nullptr)
            return base::fail(base::ErrorCode::ModelMissing,
                              "The model library " + file.string() + " cannot be loaded; is LibTorch installed?",
                              ::dlerror());
        const auto entry = reinterpret_cast<const EngineApi* (*)()>(::dlsym(library, "sayseeEngineApi"));
        if (entry == nullptr || std::string_view(entry()->build) != SAYSEE_VERSION)
            return base::fail(base::ErrorCode::ModelMissing,
                              file.string() + " belongs to another version of SaySee; install both anew.");
        return entry();
    }
    return base::fail(base::ErrorCode::ModelMissing,
                      std::string("The model library ") + kFileName + " is not beside the program (" + here.string()
                          + "); install SaySee anew.");
}

}  // namespace

base::Result<const EngineApi*> engineApi()
{
    // Loaded once and never unloaded: LibTorch does not survive that.
    static std::mutex mutex;
    static const EngineApi* loaded = nullptr;
    const std::lock_guard lock(mutex);
    if (loaded == nullptr) {
        SAYSEE_ASSIGN(loaded, open());
    }
    return loaded;
}

base::Result<std::unique_ptr<model::Engine>> loadEngine(const model::EngineSpec& spec, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const EngineApi* api, engineApi());
    return api->load(spec, task);
}

}  // namespace saysee::session
