#include "core/index/index_cache.h"

#include "core/base/log.h"
#include "core/index/cache/index_file.h"
#include "core/index/exact/exact_index.h"
#include "core/index/ivf/ivf_index.h"

#include <algorithm>

namespace saysee::index {

namespace {

// Above this share of rows that came or went, building anew is faster and makes better lists.
constexpr double kMostlyDifferent = 0.5;

constexpr const char* kBuilding = "Building the search index";
constexpr const char* kUpdating = "Updating the search index";

base::Result<std::unique_ptr<VectorIndex>> fromFile(IndexFile file, const IndexOptions& options)
{
    if (file.partition)
        return std::make_unique<IvfIndex>(file.stamp.space, std::move(file.rows), std::move(*file.partition),
                                          options.threads);
    return std::make_unique<ExactIndex>(file.stamp.space, std::move(file.rows), options.threads);
}

// Copies what `source` wrote after `generation` into `index`.
base::Status copyRows(VectorSource& source, std::uint64_t generation, std::uint64_t expected, const char* phase,
                      VectorIndex& index, const base::TaskContext& task)
{
    std::uint64_t done = 0;
    return source.read(generation,
                       [&](std::span<const base::PhotoId> ids, std::span<const float> vectors) -> base::Status {
                           if (task.stopRequested())
                               return base::cancelled();
                           SAYSEE_TRY(index.upsert(ids, vectors));
                           done += ids.size();
                           task.progress({phase, done, expected});
                           return {};
                       });
}

base::Result<std::unique_ptr<VectorIndex>> build(VectorSource& source, const IndexStamp& truth,
                                                 const IndexOptions& options, const base::TaskContext& task)
{
    auto exact = std::make_unique<ExactIndex>(truth.space, RowStore(source.dimension()), options.threads);
    SAYSEE_TRY(copyRows(source, 0, truth.rows, kBuilding, *exact, task));
    if (exact->size() <= options.exactLimit)
        return exact;
    return IvfIndex::build(truth.space, exact->takeRows(), options.threads, task);
}

base::Status update(VectorIndex& index, VectorSource& source, std::uint64_t generation, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const auto present, source.ids());
    const auto indexed = index.sample(index.size());
    std::vector<base::PhotoId> gone;
    std::set_difference(indexed.begin(), indexed.end(), present.begin(), present.end(), std::back_inserter(gone));
    SAYSEE_TRY(index.erase(gone));
    return copyRows(source, generation, 0, kUpdating, index, task);
}

std::optional<IndexStamp> stampOf(const base::Result<IndexFile>& file, int dimension)
{
    if (!file || file->rows.dimension() != static_cast<std::size_t>(dimension)
        || file->rows.size() != file->stamp.rows)
        return std::nullopt;
    return file->stamp;
}

}  // namespace

std::unique_ptr<VectorIndex> createExactIndex(base::SpaceId space, int dimension, const IndexOptions& options)
{
    return std::make_unique<ExactIndex>(std::move(space), RowStore(dimension), options.threads);
}

RefreshPlan planRefresh(const std::optional<IndexStamp>& file, const IndexStamp& truth, const IndexOptions& options)
{
    if (!file || file->space != truth.space || file->library != truth.library || file->generation > truth.generation)
        return RefreshPlan::Rebuild;
    if (*file == truth)
        return RefreshPlan::Load;
    if (file->generation == truth.generation)  // the same history with other rows: one of them is wrong
        return RefreshPlan::Rebuild;
    if ((file->rows > options.exactLimit) != (truth.rows > options.exactLimit))
        return RefreshPlan::Rebuild;
    const std::uint64_t difference = std::max(file->rows, truth.rows) - std::min(file->rows, truth.rows);
    const bool mostly = static_cast<double>(difference) > kMostlyDifferent * static_cast<double>(file->rows);
    return mostly ? RefreshPlan::Rebuild : RefreshPlan::Update;
}

base::Result<OpenedIndex> openIndex(const std::filesystem::path& file, VectorSource& source,
                                    const IndexOptions& options, const base::TaskContext& task)
{
    SAYSEE_ASSIGN(const IndexStamp truth, source.stamp());
    auto content = readIndexFile(file);
    const auto stamp = stampOf(content, source.dimension());
    OpenedIndex opened {nullptr, truth, planRefresh(stamp, truth, options), {}};
    if (!content)
        opened.reason = content.error().message;
    else if (opened.done != RefreshPlan::Load)
        opened.reason = "The index file is not of the library's present state.";

    if (opened.done != RefreshPlan::Rebuild) {
        SAYSEE_ASSIGN(opened.index, fromFile(std::move(*content), options));
        if (opened.done == RefreshPlan::Update)
            SAYSEE_TRY(update(*opened.index, source, stamp->generation, task));
        // The database is the truth: an index that does not end up with its rows is made anew.
        if (opened.index->size() != truth.rows)
            opened.done = RefreshPlan::Rebuild;
    }
    if (opened.done == RefreshPlan::Rebuild) {
        SAYSEE_ASSIGN(opened.index, build(source, truth, options, task));
    }
    if (opened.done != RefreshPlan::Load)
        if (const auto saved = opened.index->save(file, truth); !saved)
            base::log(base::LogLevel::Warning, saved.error().message);
    return opened;
}

}  // namespace saysee::index
