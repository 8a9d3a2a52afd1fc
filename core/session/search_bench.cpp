#include "core/session/search_bench.h"

#include "core/base/files.h"
#include "core/base/measure.h"
#include "core/base/temporary_folder.h"
#include "core/search/searcher.h"
#include "core/session/bench_library.h"
#include "core/session/library_catalog.h"

#include <functional>
#include <thread>

namespace saysee::session {

namespace {

namespace fs = std::filesystem;
using base::Stopwatch;
using library::Library;

struct Bench {
    const SearchBenchOptions& options;
    BenchLibrary files;
    fs::path indexFile;
};

// What a process needs to answer searches.
class Reader {
public:
    struct Times {
        double library = 0;  // milliseconds
        double index = 0;
    };

    static base::Result<std::unique_ptr<Reader>> open(const Bench& bench, Times* times = nullptr)
    {
        const Stopwatch openingLibrary;
        SAYSEE_ASSIGN(auto library, Library::open(bench.files.folder(), Library::Mode::ReadOnly));
        const double libraryMs = openingLibrary.milliseconds();
        const Stopwatch openingIndex;
        SAYSEE_ASSIGN(auto vectors, library->vectors(bench.files.options().space, bench.options.dimension));
        SAYSEE_ASSIGN(auto opened, index::openIndex(bench.indexFile, vectors, bench.options.index));
        if (times != nullptr)
            *times = {libraryMs, openingIndex.milliseconds()};
        return std::unique_ptr<Reader>(new Reader(std::move(library), std::move(opened.index)));
    }

    // Query number `query`, to the document that a shell prints.
    base::Status search(const Bench& bench, int query, const search::PhotoFilter& filter = {})
    {
        const auto number = static_cast<std::size_t>(query);
        search::SearchRequest request;
        SAYSEE_ASSIGN(auto vector, bench.files.vectorOf(number * 7919 % bench.options.photos));
        request.parts.push_back(search::imagePart(std::move(vector), "query"));
        request.text = BenchLibrary::kWords[number % BenchLibrary::kWords.size()] + std::string(" in the holiday");
        request.filter = filter;
        request.count = 20;
        SAYSEE_ASSIGN(const auto answer, search::Searcher(*m_index, m_catalog).search(request));
        if (base::jsonText(search::toJson(answer)).empty())
            return base::fail(base::ErrorCode::Internal, "The answer is empty.");
        return {};
    }

private:
    Reader(std::unique_ptr<Library> library, std::unique_ptr<index::VectorIndex> index)
        : m_library(std::move(library)), m_index(std::move(index))
    {
    }

    std::unique_ptr<Library> m_library;
    std::unique_ptr<index::VectorIndex> m_index;
    LibraryCatalog m_catalog {*m_library};
};

base::Status measureCold(const Bench& bench, SearchBenchReport& report)
{
    constexpr int kRuns = 7;
    std::vector<double> whole;
    std::vector<double> library;
    std::vector<double> index;
    const Stopwatch all;
    for (int run = 0; run < kRuns; ++run) {
        const Stopwatch watch;
        Reader::Times times;
        SAYSEE_ASSIGN(const auto reader, Reader::open(bench, &times));
        SAYSEE_TRY(reader->search(bench, run));
        whole.push_back(watch.milliseconds());
        library.push_back(times.library);
        index.push_back(times.index);
    }
    report.coldSearchProcessorMs = 1000 * all.processorSeconds() / kRuns;
    report.coldSearchMs = base::median(whole);
    report.coldOpenLibraryMs = base::median(library);
    report.coldOpenIndexMs = base::median(index);
    return {};
}

base::Result<std::vector<double>> searchTimes(const Bench& bench, Reader& reader, const search::PhotoFilter& filter)
{
    std::vector<double> times;
    for (int query = 0; query < bench.options.queries; ++query) {
        const Stopwatch watch;
        SAYSEE_TRY(reader.search(bench, query, filter));
        times.push_back(watch.milliseconds());
    }
    return times;
}

base::Status measureWarm(const Bench& bench, SearchBenchReport& report)
{
    SAYSEE_ASSIGN(const auto reader, Reader::open(bench));
    const Stopwatch all;
    SAYSEE_ASSIGN(const auto plain, searchTimes(bench, *reader, {}));
    report.warmSearchProcessorMs = 1000 * all.processorSeconds() / static_cast<double>(plain.size());
    report.warmSearchMs = base::median(plain);
    report.warmSearch95Ms = base::quantile(plain, 0.95);
    search::PhotoFilter season;
    season.takenFrom = BenchLibrary::kFirstDay + BenchLibrary::kDays / 2 * 86'400;
    season.takenBefore = *season.takenFrom + BenchLibrary::kDays / 100 * 86'400;
    SAYSEE_ASSIGN(const auto filtered, searchTimes(bench, *reader, season));
    report.filteredSearchMs = base::median(filtered);
    return {};
}

// Searches from another connection for as long as `scanning` is alive; at least once.
base::Status searchMeanwhile(const Bench& bench, const std::function<bool()>& scanning, SearchBenchReport& report)
{
    const Stopwatch first;
    SAYSEE_ASSIGN(const auto reader, Reader::open(bench));
    SAYSEE_TRY(reader->search(bench, 0));
    report.firstAnswerDuringRescanMs = first.milliseconds();
    std::vector<double> times;
    for (int query = 1; times.empty() || scanning(); ++query) {
        const Stopwatch watch;
        SAYSEE_TRY(reader->search(bench, query));
        times.push_back(watch.milliseconds());
    }
    report.searchDuringRescanMs = base::median(times);
    return {};
}

base::Status measureRescan(const Bench& bench, SearchBenchReport& report, const base::TaskContext& task)
{
    const Stopwatch watch;
    SAYSEE_TRY(bench.files.scan(task));
    report.rescanSeconds = watch.seconds();
    report.rescanProcessorSeconds = watch.processorSeconds();

    base::Status scanned;
    std::atomic<bool> scanning = true;
    std::jthread scanner([&] {
        scanned = bench.files.scan(task);
        scanning = false;
    });
    const auto searched = searchMeanwhile(
        bench, [&] { return scanning.load(); }, report);
    scanner.join();
    SAYSEE_TRY(searched);
    return scanned;
}

// From the choice of another version, or of none, to the next answer; the model's own part is in `saysee bench tune`.
base::Status measureSwitch(const Bench& bench, SearchBenchReport& report)
{
    SAYSEE_ASSIGN(const auto library, Library::open(bench.files.folder(), Library::Mode::ReadWrite));
    SAYSEE_ASSIGN(const auto reader, Reader::open(bench));
    const base::SpaceId model {"bench"};
    const fs::path file = bench.files.folder() / "bench.tune";
    SAYSEE_TRY(base::writeFileAtomically(file, "stands for a tune"));
    library::Version version;
    version.name = "bench";
    version.model = model;
    SAYSEE_ASSIGN(const base::VersionId made, library->versions().add(version, file));
    std::vector<double> times;
    for (int run = 0; run < 8; ++run) {
        const Stopwatch watch;
        SAYSEE_TRY(run % 2 == 0 ? library->versions().use(made) : library->versions().useNone(model));
        SAYSEE_TRY(library->versions().inUse(model));
        SAYSEE_TRY(reader->search(bench, run));
        times.push_back(watch.milliseconds());
    }
    report.switchMs = base::quantile(times, 1.0);
    return library->versions().remove(made);
}

base::Status checkOptions(const SearchBenchOptions& options)
{
    const bool sensible = options.photos > 0 && options.photos <= 10'000'000 && options.dimension >= 8
        && options.dimension <= 4096 && options.queries > 0;
    if (!sensible)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "The bench takes 1 to 10,000,000 photos, 8 to 4096 dimensions and at least one query.");
    return {};
}

}  // namespace

base::Result<SearchBenchReport> benchSearch(const SearchBenchOptions& options, const base::TaskContext& task)
{
    SAYSEE_TRY(checkOptions(options));
    SAYSEE_ASSIGN(const auto folder, base::TemporaryFolder::make());
    const Bench bench {
        options,
        BenchLibrary({options.photos, base::SpaceId {"bench"}, options.dimension, options.seed}, folder.path()),
        folder.path() / "search.index"};
    SearchBenchReport report;
    const Stopwatch writing;
    SAYSEE_TRY(bench.files.writeFiles(task));
    report.makeSeconds = writing.seconds();
    const Stopwatch scanning;
    SAYSEE_TRY(bench.files.scan(task));
    report.firstScanSeconds = scanning.seconds();
    const Stopwatch describing;
    SAYSEE_TRY(bench.files.describeAll(task));
    report.makeSeconds += describing.seconds();
    const Stopwatch building;
    SAYSEE_TRY(Reader::open(bench));
    report.buildIndexSeconds = building.seconds();

    SAYSEE_TRY(measureCold(bench, report));
    SAYSEE_TRY(measureWarm(bench, report));
    SAYSEE_TRY(measureSwitch(bench, report));
    SAYSEE_TRY(measureRescan(bench, report, task));
    std::error_code ignored;
    report.databaseBytes = fs::file_size(bench.files.folder() / "library.db", ignored);
    return report;
}

nlohmann::json toJson(const SearchBenchReport& report)
{
    return {{"make_s", report.makeSeconds},
            {"first_scan_s", report.firstScanSeconds},
            {"build_index_s", report.buildIndexSeconds},
            {"cold_search_ms", report.coldSearchMs},
            {"cold_search_processor_ms", report.coldSearchProcessorMs},
            {"cold_open_library_ms", report.coldOpenLibraryMs},
            {"cold_open_index_ms", report.coldOpenIndexMs},
            {"warm_search_ms", report.warmSearchMs},
            {"warm_search_95_ms", report.warmSearch95Ms},
            {"warm_search_processor_ms", report.warmSearchProcessorMs},
            {"filtered_search_ms", report.filteredSearchMs},
            {"version_switch_ms", report.switchMs},
            {"rescan_s", report.rescanSeconds},
            {"rescan_processor_s", report.rescanProcessorSeconds},
            {"first_answer_during_rescan_ms", report.firstAnswerDuringRescanMs},
            {"search_during_rescan_ms", report.searchDuringRescanMs},
            {"database_bytes", report.databaseBytes}};
}

}  // namespace saysee::session
