#include "models/picturebook/recipe/data/pack.h"

#include "core/base/files.h"
#include "core/base/hash.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

namespace saysee::picturebook {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kHead = "head.safetensors";

constexpr std::array<const char*, 2> kFolders = {"recogniser", "image-text"};

base::Status requireFolders(const fs::path& folder)
{
    for (const char* part : kFolders)
        if (!fs::is_directory(folder / part))
            return base::fail(base::ErrorCode::NotFound,
                              "The pack " + folder.string() + " has no folder " + part + ".");
    return {};
}

std::vector<fs::path> partsOf(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const char* part : kFolders)
        for (const auto& entry : fs::directory_iterator(folder / part))
            if (entry.is_regular_file())
                files.push_back(fs::relative(entry.path(), folder));
    if (fs::exists(folder / kHead))
        files.emplace_back(kHead);
    std::sort(files.begin(), files.end());
    return files;
}

// What the training pictures went through: the whole picture, squashed to a square.
json preprocessorConfig(int side)
{
    return {{"do_resize", true},
            {"size", {{"height", side}, {"width", side}}},
            {"resample", 2},
            {"do_center_crop", false},
            {"image_mean", {0.48145466, 0.4578275, 0.40821073}},
            {"image_std", {0.26862954, 0.26130258, 0.27577711}}};
}

}  // namespace

base::Status writeManifest(const fs::path& folder, int pictureSide)
{
    SAYSEE_TRY(requireFolders(folder));
    SAYSEE_TRY(base::writeFileAtomically(folder / "image-text" / "preprocessor_config.json",
                                         preprocessorConfig(pictureSide).dump(2) + '\n'));
    const std::vector<fs::path> files = partsOf(folder);
    json manifest = {{"schema", 1},
                     {"name", "picturebook"},
                     {"title", "Picturebook, a small painted world"},
                     {"version", "1"},
                     {"licence", "GPL-3.0-or-later"},
                     {"languages", {"en"}},
                     {"recogniser", "recogniser"},
                     {"imageText", "image-text"},
                     {"files", json::array()}};
    if (fs::exists(folder / kHead))
        manifest["head"] = kHead;
    for (const fs::path& file : files) {
        std::error_code error;
        const auto size = fs::file_size(folder / file, error);
        if (error)
            return base::fail(base::ErrorCode::NotFound, "The pack has no file " + file.string() + ".",
                              error.message());
        SAYSEE_ASSIGN(const std::string hash, base::sha256OfFile(folder / file));
        manifest["files"].push_back({{"path", file.generic_string()}, {"size", size}, {"sha256", hash}});
    }
    return base::writeFileAtomically(folder / "pack.json", manifest.dump(2) + '\n');
}

}  // namespace saysee::picturebook
