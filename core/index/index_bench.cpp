#include "core/index/index_bench.h"

#include "core/base/measure.h"
#include "core/base/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <faiss/IndexFlat.h>
#include <fstream>
#include <random>

namespace saysee::index {

namespace {

using base::quantile;
using base::Stopwatch;

// "VmRSS" or "VmHWM" of this process (proc(5)), in bytes.
std::uint64_t memory(const std::string& field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field + ":"))
            return std::stoull(line.substr(field.size() + 1)) * 1024;
    return 0;
}

void normalise(std::span<float> vector)
{
    double squares = 0;
    for (const float value : vector)
        squares += static_cast<double>(value) * static_cast<double>(value);
    const auto scale = static_cast<float>(1.0 / std::sqrt(squares));
    for (float& value : vector)
        value *= scale;
}

// Vectors in clusters of about a hundred, made anew on every reading so that they take no memory.
class ClusteredVectors final : public VectorSource {
public:
    explicit ClusteredVectors(const IndexBenchOptions& options)
        : m_options(options), m_clusters(std::max<std::size_t>(options.vectors / 100, 1))
    {
    }

    base::Result<IndexStamp> stamp() override { return IndexStamp {{"bench"}, 1, m_options.vectors}; }
    [[nodiscard]] int dimension() const override { return m_options.dimension; }
    base::Result<std::vector<base::PhotoId>> ids() override
    {
        std::vector<base::PhotoId> all(m_options.vectors);
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].value = static_cast<std::int64_t>(i) + 1;
        return all;
    }

    base::Status read(std::uint64_t, const Batch& batch) override
    {
        constexpr std::size_t kTogether = 4096;
        SAYSEE_ASSIGN(const auto all, ids());
        std::vector<float> vectors;
        for (std::size_t begin = 0; begin < all.size(); begin += kTogether) {
            const auto some = std::span(all).subspan(begin, std::min(kTogether, all.size() - begin));
            vectors.clear();
            for (const base::PhotoId id : some) {
                const auto vector = vectorOf(id, 0);
                vectors.insert(vectors.end(), vector.begin(), vector.end());
            }
            SAYSEE_TRY(batch(some, vectors));
        }
        return {};
    }

    // Variant 0 is the photo's own vector, others are queries near it.
    [[nodiscard]] std::vector<float> vectorOf(base::PhotoId id, std::uint32_t variant) const
    {
        const auto number = static_cast<std::uint32_t>(id.value);
        // Noise as long as the centre: two members of a cluster have a cosine of about one half.
        std::vector<float> vector = gaussian({m_options.seed, 1, static_cast<std::uint32_t>(number % m_clusters)});
        add(gaussian({m_options.seed, 2, number}), 1.0F, vector);
        if (variant > 0)
            add(gaussian({m_options.seed, 3, number, variant}), 0.7F, vector);
        normalise(vector);
        return vector;
    }

private:
    // Sums of four random bytes are close enough to a normal distribution and made much faster.
    [[nodiscard]] std::vector<float> gaussian(std::initializer_list<std::uint32_t> seed) const
    {
        std::seed_seq sequence(seed);
        std::mt19937 random(sequence);
        std::vector<float> values(static_cast<std::size_t>(m_options.dimension));
        for (float& value : values) {
            const auto bits = static_cast<std::uint32_t>(random());
            const auto sum = (bits & 255U) + (bits >> 8U & 255U) + (bits >> 16U & 255U) + (bits >> 24U);
            value = static_cast<float>(sum) - 510.0F;
        }
        return values;
    }

    static void add(const std::vector<float>& other, float weight, std::vector<float>& vector)
    {
        for (std::size_t i = 0; i < vector.size(); ++i)
            vector[i] += weight * other[i];
    }

    IndexBenchOptions m_options;
    std::size_t m_clusters;
};

struct Measured {
    std::vector<double> milliseconds;
    double processorMs = 0;  // of one search, all threads together; the mean
    double recall = 0;
};

// Share of the truly best k that were found. The truth comes from scoring every admitted photo.
base::Result<double> recallOf(const VectorIndex& index, const base::Embedding& query, const std::vector<Hit>& found,
                              std::span<const base::PhotoId> admitted)
{
    SAYSEE_ASSIGN(std::vector<Hit> all, index.score(query, admitted));
    const std::size_t k = std::min(found.size(), all.size());
    if (k == 0)
        return all.empty() ? 1.0 : 0.0;
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k - 1), all.end(),
                     [](const Hit& a, const Hit& b) { return a.score > b.score; });
    const float least = all[k - 1].score;
    const auto right =
        std::count_if(found.begin(), found.end(), [least](const Hit& hit) { return hit.score >= least; });
    return static_cast<double>(right) / static_cast<double>(k);
}

base::Result<Measured> measureSearch(const VectorIndex& index, const std::vector<base::Embedding>& queries,
                                     std::size_t k, std::span<const base::PhotoId> admitted, const IdFilter* filter)
{
    Measured measured;
    std::vector<std::vector<Hit>> found;
    const Stopwatch all;
    for (const base::Embedding& query : queries) {
        const Stopwatch watch;
        SAYSEE_ASSIGN(auto hits, index.search(query, k, filter));
        measured.milliseconds.push_back(watch.milliseconds());
        found.push_back(std::move(hits));
    }
    measured.processorMs = 1000 * all.processorSeconds() / static_cast<double>(queries.size());
    for (std::size_t i = 0; i < queries.size(); ++i) {
        SAYSEE_ASSIGN(const double recall, recallOf(index, queries[i], found[i], admitted));
        measured.recall += recall / static_cast<double>(queries.size());
    }
    return measured;
}

base::Status measureChanges(VectorIndex& index, const ClusteredVectors& source, const IndexBenchOptions& options,
                            IndexBenchReport& report)
{
    std::vector<double> upserts;
    std::vector<double> erases;
    for (int i = 0; i < 100; ++i) {
        // Every other one is new.
        const auto old = static_cast<std::int64_t>(options.vectors) * i / 100 + 1;
        const base::PhotoId photo {i % 2 == 0 ? old : static_cast<std::int64_t>(options.vectors) + 1 + i};
        const std::vector<float> vector = source.vectorOf(photo, 7);
        const Stopwatch upserting;
        SAYSEE_TRY(index.upsert({&photo, 1}, vector));
        upserts.push_back(upserting.milliseconds());
        const Stopwatch erasing;
        SAYSEE_TRY(index.erase({&photo, 1}));
        erases.push_back(erasing.milliseconds());
    }
    report.upsertMedianMs = quantile(upserts, 0.5);
    report.eraseMedianMs = quantile(erases, 0.5);
    return {};
}

base::Result<double> faissFlatMedian(ClusteredVectors& source, const std::vector<base::Embedding>& queries,
                                     std::size_t k)
{
    try {
        faiss::IndexFlatIP flat(source.dimension());
        const auto add = [&](std::span<const base::PhotoId> ids, std::span<const float> vectors) -> base::Status {
            flat.add(static_cast<faiss::Index::idx_t>(ids.size()), vectors.data());
            return {};
        };
        SAYSEE_TRY(source.read(0, add));
        std::vector<float> scores(k);
        std::vector<faiss::Index::idx_t> labels(k);
        std::vector<double> times;
        for (const base::Embedding& query : queries) {
            const Stopwatch watch;
            flat.search(1, query.values().data(), static_cast<faiss::Index::idx_t>(k), scores.data(), labels.data());
            times.push_back(watch.milliseconds());
        }
        return quantile(times, 0.5);
    } catch (const std::exception& problem) {
        return base::fail(base::ErrorCode::Internal, "FAISS's flat index failed.", problem.what());
    }
}

base::Result<std::vector<base::Embedding>> makeQueries(const ClusteredVectors& source,
                                                       const IndexBenchOptions& options)
{
    std::vector<base::Embedding> queries;
    std::mt19937 random(options.seed);
    for (int i = 0; i < options.queries; ++i) {
        const base::PhotoId near {static_cast<std::int64_t>(random() % options.vectors) + 1};
        SAYSEE_ASSIGN(
            auto query,
            base::Embedding::normalised(source.vectorOf(near, static_cast<std::uint32_t>(i) + 1), {"bench"}));
        queries.push_back(std::move(query));
    }
    return queries;
}

base::Result<IdFilter> makeFilter(ClusteredVectors& source, const IndexBenchOptions& options)
{
    SAYSEE_ASSIGN(IdFilter all, source.ids());
    IdFilter admitted;
    std::mt19937 random(options.seed + 1);
    std::sample(all.begin(), all.end(), std::back_inserter(admitted),
                static_cast<std::ptrdiff_t>(options.filterShare * static_cast<double>(all.size())), random);
    return admitted;
}

base::Status checkOptions(const IndexBenchOptions& options)
{
    const bool sensible = options.vectors > 0 && options.vectors < 100'000'000 && options.dimension > 0
        && options.dimension <= 4096 && options.queries > 0 && options.k > 0 && options.filterShare > 0
        && options.filterShare <= 1;
    if (!sensible)
        return base::fail(base::ErrorCode::InvalidArgument,
                          "The bench takes 1 to 100,000,000 vectors of 1 to 4096 dimensions, at least one query and "
                          "one neighbour, and a filter share above 0 up to 1.");
    return {};
}

}  // namespace

base::Result<IndexBenchReport> benchIndex(const IndexBenchOptions& options, const base::TaskContext& task)
{
    SAYSEE_TRY(checkOptions(options));
    ClusteredVectors source(options);
    SAYSEE_ASSIGN(const base::TemporaryFolder folder, base::TemporaryFolder::make());
    const auto file = folder.path() / "index";
    SAYSEE_ASSIGN(const auto queries, makeQueries(source, options));
    SAYSEE_ASSIGN(const IdFilter filter, makeFilter(source, options));
    SAYSEE_ASSIGN(const auto all, source.ids());
    IndexBenchReport report;
    const std::uint64_t before = memory("VmRSS");

    const Stopwatch building;
    SAYSEE_ASSIGN(OpenedIndex built, openIndex(file, source, options.index, task));
    report.buildSeconds = building.seconds();
    report.buildProcessorSeconds = building.processorSeconds();
    report.peakBytes = memory("VmHWM") - before;
    const Stopwatch saving;
    SAYSEE_TRY(built.index->save(file, built.stamp));
    report.saveSeconds = saving.seconds();
    built.index.reset();
    const Stopwatch opening;
    SAYSEE_ASSIGN(OpenedIndex opened, openIndex(file, source, options.index, task));
    report.openSeconds = opening.seconds();
    VectorIndex& index = *opened.index;
    report.description = index.description();

    SAYSEE_ASSIGN(const Measured plain, measureSearch(index, queries, options.k, all, nullptr));
    report.queryMedianMs = quantile(plain.milliseconds, 0.5);
    report.query95Ms = quantile(plain.milliseconds, 0.95);
    report.queryProcessorMs = plain.processorMs;
    report.recall = plain.recall;
    report.residentBytes = memory("VmRSS") - before;
    SAYSEE_ASSIGN(const Measured filtered, measureSearch(index, queries, options.k, filter, &filter));
    report.filteredMedianMs = quantile(filtered.milliseconds, 0.5);
    report.filteredProcessorMs = filtered.processorMs;
    report.filteredRecall = filtered.recall;
    SAYSEE_TRY(measureChanges(index, source, options, report));
    if (options.vectors <= 200'000) {
        SAYSEE_ASSIGN(report.faissFlatMedianMs, faissFlatMedian(source, queries, options.k));
    }
    return report;
}

nlohmann::json toJson(const IndexBenchReport& report)
{
    return {{"index", report.description},
            {"build_s", report.buildSeconds},
            {"build_processor_s", report.buildProcessorSeconds},
            {"save_s", report.saveSeconds},
            {"open_s", report.openSeconds},
            {"query_median_ms", report.queryMedianMs},
            {"query_95_ms", report.query95Ms},
            {"query_processor_ms", report.queryProcessorMs},
            {"recall", report.recall},
            {"filtered_median_ms", report.filteredMedianMs},
            {"filtered_processor_ms", report.filteredProcessorMs},
            {"filtered_recall", report.filteredRecall},
            {"upsert_median_ms", report.upsertMedianMs},
            {"erase_median_ms", report.eraseMedianMs},
            {"faiss_flat_median_ms", report.faissFlatMedianMs},
            {"resident_bytes", report.residentBytes},
            {"peak_bytes", report.peakBytes}};
}

}  // namespace saysee::index
