#include "core/session/search_bench.h"

#include "core/base/hash.h"
#include "core/base/measure.h"
#include "core/base/temporary_folder.h"
#include "core/library/indexer.h"
#include "core/search/searcher.h"
#include "core/session/library_catalog.h"

#include <fstream>
#include <functional>
#include <random>
#include <thread>

namespace saysee::session {

namespace {

namespace fs = std::filesystem;
using base::Stopwatch;
using library::Library;

constexpr std::array kWords = {"beach", "forest", "harbour", "birthday", "mountain", "kitchen", "football", "winter"};
constexpr std::int64_t kFirstDay = 946'684'800;  // 2000-01-01
constexpr std::int64_t kDays = 9000;  // up to 2024
const base::SpaceId kSpace {"bench"};

// A library that looks like a person's: dated folders, every tenth photo with keywords.
class BenchLibrary {
public:
    BenchLibrary(const SearchBenchOptions& options, const fs::path& root) : m_options(options), m_root(root) { }

    base::Status writeFiles(const base::TaskContext& task) const
    {
        constexpr std::size_t kInFolder = 500;
        for (std::size_t i = 0; i < m_options.photos; ++i) {
            const fs::path folder =
                photos() / std::to_string(2000 + i / kInFolder % 25) / std::to_string(i / kInFolder);
            if (i % kInFolder == 0) {
                if (task.stopRequested())
                    return base::cancelled();
                task.progress({"Writing files", i, m_options.photos});
                std::error_code error;
                fs::create_directories(folder, error);
            }
            const fs::path path = folder / ("IMG_" + std::to_string(i) + ".jpg");
            std::ofstream file(path);
            if (!(file << "photo " << i).flush())
                return base::fail(base::ErrorCode::Io, "Cannot write " + path.string() + "; is the disk full?");
        }
        return {};
    }

    // Looks through the files, as `saysee index update` does. Nothing is ever encoded here.
    base::Status scan(const base::TaskContext& task) const
    {
        SAYSEE_ASSIGN(const auto library, Library::open(m_root / "library", Library::Mode::ReadWrite));
        SAYSEE_TRY(library->folders().add(photos()));
        const auto never = [](std::span<const image::PixelTensor>) -> base::Result<std::vector<base::Embedding>> {
            return base::fail(base::ErrorCode::Internal, "The bench encodes nothing.");
        };
        SAYSEE_ASSIGN(const auto indexer,
                      library::Indexer::start(*library, {kSpace, m_options.dimension, {}, never}));
        SAYSEE_TRY(indexer->scan(task));
        return {};
    }

    base::Status describeAll(const base::TaskContext& task) const
    {
        constexpr std::size_t kTogether = 2000;
        SAYSEE_ASSIGN(const auto library, Library::open(m_root / "library", Library::Mode::ReadWrite));
        SAYSEE_ASSIGN(auto vectors, library->vectors(kSpace, m_options.dimension));
        SAYSEE_ASSIGN(const auto ids, library->photos().select({}));
        for (std::size_t begin = 0; begin < ids.size(); begin += kTogether) {
            if (task.stopRequested())
                return base::cancelled();
            task.progress({"Describing photos", begin, ids.size()});
            SAYSEE_ASSIGN(auto transaction, store::Transaction::begin(library->database()));
            for (std::size_t i = begin; i < std::min(begin + kTogether, ids.size()); ++i) {
                SAYSEE_TRY(library->photos().setContent(ids[i], contentOf(i)));
                SAYSEE_ASSIGN(const auto vector, vectorOf(i));
                SAYSEE_TRY(vectors.put(ids[i], vector));
            }
            SAYSEE_TRY(transaction.commit());
        }
        return {};
    }

    [[nodiscard]] base::Result<base::Embedding> vectorOf(std::size_t number) const
    {
        std::seed_seq seed {m_options.seed, static_cast<std::uint32_t>(number)};
        std::mt19937 random(seed);
        std::vector<float> values(static_cast<std::size_t>(m_options.dimension));
        for (float& value : values)
            value = static_cast<float>(random()) - 0x1p31F;
        return base::Embedding::normalised(std::move(values), kSpace);
    }

    [[nodiscard]] fs::path photos() const { return m_root / "photos"; }
    [[nodiscard]] fs::path libraryFolder() const { return m_root / "library"; }
    [[nodiscard]] fs::path indexFile() const { return m_root / "search.index"; }
    [[nodiscard]] const SearchBenchOptions& options() const { return m_options; }

private:
    [[nodiscard]] library::PhotoContent contentOf(std::size_t number) const
    {
        std::mt19937 random(m_options.seed + static_cast<std::uint32_t>(number));
        library::PhotoContent content;
        content.sha256 = base::sha256(std::to_string(number)).substr(0, 32);  // 32 bytes, one of a kind
        const std::int64_t day = kFirstDay + static_cast<std::int64_t>(random()) % kDays * 86'400;
        content.metadata.taken = image::CaptureTime {(day + static_cast<std::int64_t>(random() % 86'400)) * 1000, {}};
        if (random() % 10 == 0)
            content.metadata.keywords = {kWords[random() % kWords.size()], "holiday"};
        return content;
    }

    const SearchBenchOptions& m_options;
    const fs::path m_root;
};

// What a process needs to answer searches.
class Reader {
public:
    struct Times {
        double library = 0;  // milliseconds
        double index = 0;
    };

    static base::Result<std::unique_ptr<Reader>> open(const BenchLibrary& files, Times* times = nullptr)
    {
        const Stopwatch openingLibrary;
        SAYSEE_ASSIGN(auto library, Library::open(files.libraryFolder(), Library::Mode::ReadOnly));
        const double libraryMs = openingLibrary.milliseconds();
        const Stopwatch openingIndex;
        SAYSEE_ASSIGN(auto vectors, library->vectors(kSpace, files.options().dimension));
        SAYSEE_ASSIGN(auto opened, index::openIndex(files.indexFile(), vectors, files.options().index));
        if (times != nullptr)
            *times = {libraryMs, openingIndex.milliseconds()};
        return std::unique_ptr<Reader>(new Reader(std::move(library), std::move(opened.index)));
    }

    // Query number `query`, to the document that a shell prints.
    base::Status search(const BenchLibrary& files, int query, const search::PhotoFilter& filter = {})
    {
        const auto number = static_cast<std::size_t>(query);
        search::SearchRequest request;
        SAYSEE_ASSIGN(auto vector, files.vectorOf(number * 7919 % files.options().photos));
        request.parts.push_back(search::imagePart(std::move(vector), "query"));
        request.text = kWords[number % kWords.size()] + std::string(" in the holiday");
        request.filter = filter;
        request.count = 20;
        SAYSEE_ASSIGN(const auto answer, search::Searcher(*m_index, m_catalog).search(request));
        if (search::toJson(answer).dump().empty())
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

base::Status measureCold(const BenchLibrary& files, SearchBenchReport& report)
{
    constexpr int kRuns = 7;
    std::vector<double> whole;
    std::vector<double> library;
    std::vector<double> index;
    const Stopwatch all;
    for (int run = 0; run < kRuns; ++run) {
        const Stopwatch watch;
        Reader::Times times;
        SAYSEE_ASSIGN(const auto reader, Reader::open(files, &times));
        SAYSEE_TRY(reader->search(files, run));
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

base::Result<std::vector<double>> searchTimes(const BenchLibrary& files, Reader& reader,
                                              const search::PhotoFilter& filter)
{
    std::vector<double> times;
    for (int query = 0; query < files.options().queries; ++query) {
        const Stopwatch watch;
        SAYSEE_TRY(reader.search(files, query, filter));
        times.push_back(watch.milliseconds());
    }
    return times;
}

base::Status measureWarm(const BenchLibrary& files, SearchBenchReport& report)
{
    SAYSEE_ASSIGN(const auto reader, Reader::open(files));
    const Stopwatch all;
    SAYSEE_ASSIGN(const auto plain, searchTimes(files, *reader, {}));
    report.warmSearchProcessorMs = 1000 * all.processorSeconds() / static_cast<double>(plain.size());
    report.warmSearchMs = base::median(plain);
    report.warmSearch95Ms = base::quantile(plain, 0.95);
    search::PhotoFilter season;
    season.takenFrom = kFirstDay + kDays / 2 * 86'400;
    season.takenBefore = *season.takenFrom + kDays / 100 * 86'400;
    SAYSEE_ASSIGN(const auto filtered, searchTimes(files, *reader, season));
    report.filteredSearchMs = base::median(filtered);
    return {};
}

// Searches from another connection for as long as `scanning` is alive; at least once.
base::Status searchMeanwhile(const BenchLibrary& files, const std::function<bool()>& scanning,
                             SearchBenchReport& report)
{
    const Stopwatch first;
    SAYSEE_ASSIGN(const auto reader, Reader::open(files));
    SAYSEE_TRY(reader->search(files, 0));
    report.firstAnswerDuringRescanMs = first.milliseconds();
    std::vector<double> times;
    for (int query = 1; times.empty() || scanning(); ++query) {
        const Stopwatch watch;
        SAYSEE_TRY(reader->search(files, query));
        times.push_back(watch.milliseconds());
    }
    report.searchDuringRescanMs = base::median(times);
    return {};
}

base::Status measureRescan(const BenchLibrary& files, SearchBenchReport& report, const base::TaskContext& task)
{
    const Stopwatch watch;
    SAYSEE_TRY(files.scan(task));
    report.rescanSeconds = watch.seconds();
    report.rescanProcessorSeconds = watch.processorSeconds();

    base::Status scanned;
    std::atomic<bool> scanning = true;
    std::jthread scanner([&] {
        scanned = files.scan(task);
        scanning = false;
    });
    const auto searched = searchMeanwhile(
        files, [&] { return scanning.load(); }, report);
    scanner.join();
    SAYSEE_TRY(searched);
    return scanned;
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
    const BenchLibrary files(options, folder.path());
    SearchBenchReport report;
    const Stopwatch writing;
    SAYSEE_TRY(files.writeFiles(task));
    report.makeSeconds = writing.seconds();
    const Stopwatch scanning;
    SAYSEE_TRY(files.scan(task));
    report.firstScanSeconds = scanning.seconds();
    const Stopwatch describing;
    SAYSEE_TRY(files.describeAll(task));
    report.makeSeconds += describing.seconds();
    const Stopwatch building;
    SAYSEE_TRY(Reader::open(files));
    report.buildIndexSeconds = building.seconds();

    SAYSEE_TRY(measureCold(files, report));
    SAYSEE_TRY(measureWarm(files, report));
    SAYSEE_TRY(measureRescan(files, report, task));
    std::error_code ignored;
    report.databaseBytes = fs::file_size(files.libraryFolder() / "library.db", ignored);
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
            {"rescan_s", report.rescanSeconds},
            {"rescan_processor_s", report.rescanProcessorSeconds},
            {"first_answer_during_rescan_ms", report.firstAnswerDuringRescanMs},
            {"search_during_rescan_ms", report.searchDuringRescanMs},
            {"database_bytes", report.databaseBytes}};
}

}  // namespace saysee::session
