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

namespace {

base::Status countPhotos(library::Library& library, SampleLibrary& sample)
{
    SAYSEE_ASSIGN(const auto folders, library.folders().list());
    std::error_code error;
    for (const auto& folder : folders)
        if (fs::equivalent(folder.path, sample.pictures, error))
            sample.photos = folder.photos;
    return {};
}

}  // namespace

base::Result<SampleLibrary> copySample(library::Library& library)
{
    SAYSEE_ASSIGN(const fs::path source, findSample());
    const fs::path target = library.directory() / "sample";
    std::error_code error;
    fs::create_directories(target, error);
    fs::copy(source, target, fs::copy_options::recursive | fs::copy_options::skip_existing, error);
    if (error)
        return base::fail(base::ErrorCode::Io, "Cannot copy the sample library to " + target.string() + ".",
                          error.message());
    SampleLibrary sample {target / "photos", target / "queries", 0};
    SAYSEE_TRY(library.folders().add(sample.pictures));
    SAYSEE_TRY(countPhotos(library, sample));
    return sample;
}

base::Result<SampleLibrary> installSample(Workspace& workspace, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(SampleLibrary sample, copySample(workspace.library()));
    SAYSEE_ASSIGN(auto indexTarget, workspace.indexTarget(task));
    SAYSEE_ASSIGN(const auto indexer, library::Indexer::start(workspace.library(), std::move(indexTarget)));
    SAYSEE_TRY(indexer->scan(task));
    SAYSEE_TRY(library::runToEnd(*indexer, task));
    SAYSEE_TRY(workspace.index(task));
    SAYSEE_TRY(countPhotos(workspace.library(), sample));
    return sample;
}

}  // namespace saysee::session
