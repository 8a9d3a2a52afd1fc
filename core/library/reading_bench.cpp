#include "core/library/reading_bench.h"

#include "core/base/files.h"
#include "core/base/measure.h"
#include "core/base/temporary_folder.h"
#include "core/image/bench_photo.h"
#include "core/library/indexer.h"

namespace saysee::library {

namespace {

// Photos that differ in their bytes: equal ones would be recognised by their hash. Drawing one takes far longer than
// reading it, so a few are drawn and the others end in a number (what follows a JPEG's end mark is ignored).
base::Result<std::uintmax_t> writePhotos(const std::filesystem::path& folder, int count,
                                         const base::TaskContext& task)
{
    constexpr int kDrawn = 3;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    std::vector<std::string> drawn;
    std::uintmax_t bytes = 0;
    for (int i = 0; i < count; ++i) {
        if (task.stopRequested())
            return base::cancelled();
        task.progress({"Drawing photos", static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(count)});
        const auto file = folder / (std::to_string(i) + ".jpg");
        if (i < kDrawn) {
            SAYSEE_TRY(image::writeBenchPhoto(file, {.seed = static_cast<std::uint32_t>(i + 1)}));
            SAYSEE_ASSIGN(std::string content, base::readFile(file));
            drawn.push_back(std::move(content));
        } else {
            SAYSEE_TRY(
                base::writeFileAtomically(file, drawn[static_cast<std::size_t>(i % kDrawn)] + std::to_string(i)));
        }
        bytes += drawn[static_cast<std::size_t>(i % kDrawn)].size();
    }
    return bytes;
}

}  // namespace

base::Result<ReadingBenchReport> benchReading(const ReadingBenchOptions& options, const base::TaskContext& task)
{
    if (options.photos < 1 || options.photos > 100'000 || options.threads < 1 || options.encoderSize < 1)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "The bench takes 1 to 100,000 photos and at least one thread.");
    SAYSEE_ASSIGN(const auto folder, base::TemporaryFolder::make());
    SAYSEE_ASSIGN(const std::uintmax_t bytes, writePhotos(folder.path() / "photos", options.photos, task));
    SAYSEE_ASSIGN(const auto library, Library::open(folder.path() / "library", Library::Mode::ReadWrite));
    SAYSEE_TRY(library->folders().add(folder.path() / "photos"));

    IndexTarget target {{"bench"}, 2, {}, {}};
    target.preprocess.size = options.encoderSize;
    target.encode = [&](std::span<const image::PixelTensor> pixels) -> base::Result<std::vector<base::Embedding>> {
        SAYSEE_ASSIGN(const auto vector, base::Embedding::normalised({1, 0}, target.space));
        return std::vector<base::Embedding>(pixels.size(), vector);
    };
    const base::Stopwatch watch;
    SAYSEE_ASSIGN(const auto indexer, Indexer::start(*library, target, {.decodeThreads = options.threads}));
    SAYSEE_TRY(indexer->scan(task));
    SAYSEE_TRY(runToEnd(*indexer, task));
    const double photos = options.photos;
    ReadingBenchReport report;
    report.photosPerSecond = photos / watch.seconds();
    report.photosPerProcessorSecond = photos / watch.processorSeconds();
    report.processorMsPerPhoto = 1000 / report.photosPerProcessorSecond;
    report.photoMegabytes = static_cast<double>(bytes) / photos / 1e6;
    if (indexer->progress().unreadable > 0)
        return base::fail(base::ErrorCode::Internal, "Photos that the bench drew could not be read.");
    return report;
}

nlohmann::json toJson(const ReadingBenchReport& report)
{
    return {{"photos_per_second", report.photosPerSecond},
            {"photos_per_processor_second", report.photosPerProcessorSecond},
            {"processor_ms_per_photo", report.processorMsPerPhoto},
            {"photo_mb", report.photoMegabytes}};
}

}  // namespace saysee::library
