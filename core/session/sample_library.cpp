#include "core/session/sample_library.h"

#include <array>
#include <cstdlib>

namespace saysee::session {

namespace fs = std::filesystem;

base::Result<fs::path> findSample()
{
    std::error_code error;
    const char* chosen = std::getenv("SAYSEE_RESOURCES");
    const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
    const std::array<fs::path, 3> places = {fs::path(chosen != nullptr ? chosen : ""), here / "../share/saysee",
                                            fs::path(SAYSEE_SOURCE_RESOURCES)};
    for (const fs::path& place : places)
        if (fs::is_directory(place / "sample" / "photos", error))
            return fs::canonical(place / "sample", error);
    return base::fail(base::ErrorCode::NotFound, "The sample library is not installed beside the program.");
}

base::Result<SampleLibrary> installSample(Workspace& workspace, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const fs::path source, findSample());
    const fs::path target = workspace.library().directory() / "sample";
    std::error_code error;
    fs::create_directories(target, error);
    fs::copy(source, target, fs::copy_options::recursive | fs::copy_options::skip_existing, error);
    if (error)
        return base::fail(base::ErrorCode::Io, "Cannot copy the sample library to " + target.string() + ".",
                          error.message());

    SampleLibrary sample {target / "photos", target / "queries", 0};
    SAYSEE_TRY(workspace.library().folders().add(sample.pictures));
    SAYSEE_ASSIGN(auto indexTarget, workspace.indexTarget(task));
    const base::SpaceId space = indexTarget.space;
    SAYSEE_ASSIGN(const auto indexer, library::Indexer::start(workspace.library(), std::move(indexTarget)));
    SAYSEE_TRY(indexer->scan(task));
    SAYSEE_TRY(library::runToEnd(*indexer, task));
    SAYSEE_TRY(workspace.index(task));
    SAYSEE_ASSIGN(const auto folders, workspace.library().folders().list());
    for (const auto& folder : folders)
        if (fs::equivalent(folder.path, sample.pictures, error))
            sample.photos = folder.photos;
    return sample;
}

}  // namespace saysee::session
