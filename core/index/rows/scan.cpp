#include "core/index/rows/scan.h"

#include "core/index/rows/dot.h"
#include "core/index/rows/top_k.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

namespace saysee::index {

namespace {

constexpr Row kPieceRows = 256;  // scored at a time: their scores stay in the first-level cache
// What a thread takes at a time: large against the cost of taking it, small enough that all end together.
constexpr std::size_t kLeastTakenRows = 256;
constexpr std::size_t kMostTakenRows = 4096;
constexpr std::size_t kTakesPerThread = 8;

void scanRange(const RowStore& rows, std::span<const float> query, RowRange range, TopK& best)
{
    std::array<float, kPieceRows> scores = {};
    while (range.begin < range.end) {
        const Row count = std::min({range.end - range.begin, kPieceRows, rows.contiguousFrom(range.begin)});
        dotRows(query, rows.at(range.begin), {scores.data(), count});
        for (Row i = 0; i < count; ++i) {
            const base::PhotoId photo = rows.idAt(range.begin + i);
            if (photo.valid())
                best.offer({photo, std::clamp(scores[i], -1.0F, 1.0F)});
        }
        range.begin += count;
    }
}

std::size_t rowsToTake(std::span<const RowRange> ranges, std::size_t threads)
{
    std::size_t all = 0;
    for (const RowRange range : ranges)
        all += range.end - range.begin;
    return std::clamp(all / (threads * kTakesPerThread), kLeastTakenRows, kMostTakenRows);
}

// Groups of ranges of about `taken` rows; long ranges are cut.
std::vector<std::vector<RowRange>> asPortions(std::span<const RowRange> ranges, std::size_t taken)
{
    std::vector<std::vector<RowRange>> portions(1);
    std::size_t filled = 0;
    for (RowRange range : ranges) {
        while (range.begin < range.end) {
            if (filled >= taken) {
                portions.emplace_back();
                filled = 0;
            }
            const auto count = static_cast<Row>(std::min<std::size_t>(range.end - range.begin, taken - filled));
            portions.back().push_back({range.begin, range.begin + count});
            filled += count;
            range.begin += count;
        }
    }
    return portions;
}

void scanPortion(const RowStore& rows, std::span<const float> query, std::span<const RowRange> portion, TopK& best)
{
    constexpr std::size_t kAhead = 4;  // ranges; hides the wait for memory when they are single rows
    for (std::size_t i = 0; i < portion.size(); ++i) {
        if (i + kAhead < portion.size())
            prefetchRow(rows.at(portion[i + kAhead].begin), rows.dimension());
        scanRange(rows, query, portion[i], best);
    }
}

}  // namespace

std::vector<Hit> bestOf(const RowStore& rows, std::span<const float> query, std::size_t k,
                        std::span<const RowRange> ranges, int threads)
{
    const auto wantedThreads = static_cast<std::size_t>(std::max(threads, 1));
    const auto portions = asPortions(ranges, rowsToTake(ranges, wantedThreads));
    const std::size_t helpers = std::min(wantedThreads, portions.size()) - 1;
    std::atomic<std::size_t> next = 0;
    std::vector<TopK> found(helpers + 1, TopK(k));
    const auto work = [&](std::size_t own) {
        for (std::size_t i = next++; i < portions.size(); i = next++)
            scanPortion(rows, query, portions[i], found[own]);
    };
    {
        std::vector<std::jthread> team;
        for (std::size_t i = 1; i <= helpers; ++i)
            team.emplace_back(work, i);
        work(0);
    }
    for (std::size_t i = 1; i <= helpers; ++i)
        found[0].offer(found[i]);
    return found[0].take();
}

std::vector<RowRange> asRanges(std::span<const Row> rows)
{
    std::vector<RowRange> ranges;
    for (const Row row : rows) {
        if (!ranges.empty() && ranges.back().end == row)
            ++ranges.back().end;
        else
            ranges.push_back({row, row + 1});
    }
    return ranges;
}

}  // namespace saysee::index
