#include "core/model/kernels/widen.h"

#include "core/base/half.h"

#include <algorithm>
#include <atomic>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace saysee::model {

namespace {

// Values that a thread takes at a time: their floats stay in the second-level cache.
constexpr std::size_t kPiece = 1 << 17;

// New memory page by page costs an exception each, which is most of the time of a conversion. A hint: where the
// system does not know it, nothing happens.
void bringPages([[maybe_unused]] const float* start, [[maybe_unused]] std::size_t count)
{
#ifdef MADV_POPULATE_WRITE
    static const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(start) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(start + count);
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
}

bool widenPlainly(std::span<const std::uint16_t> halves, float* floats)
{
    constexpr std::uint16_t kNoNumber = 0x7c00;  // all bits of the exponent: infinite or no number
    bool finite = true;
    for (std::size_t i = 0; i < halves.size(); ++i) {
        finite = finite && (halves[i] & kNoNumber) != kNoNumber;
        floats[i] = base::fromHalf(halves[i]);
    }
    return finite;
}

#if defined(__x86_64__)
__attribute__((target("avx2,f16c"))) bool widenInRegisters(std::span<const std::uint16_t> halves, float* floats)
{
    constexpr std::size_t kLanes = 8;
    const __m128i exponent = _mm_set1_epi16(0x7c00);
    __m128i bad = _mm_setzero_si128();
    std::size_t i = 0;
    for (; i + kLanes <= halves.size(); i += kLanes) {
        const __m128i values = _mm_loadu_si128(reinterpret_cast<const __m128i*>(halves.data() + i));
        bad = _mm_or_si128(bad, _mm_cmpeq_epi16(_mm_and_si128(values, exponent), exponent));
        _mm256_storeu_ps(floats + i, _mm256_cvtph_ps(values));
    }
    const bool rest = widenPlainly(halves.subspan(i), floats + i);
    return rest && _mm_testz_si128(bad, bad) != 0;
}
#endif

bool widenPiece(std::span<const std::uint16_t> halves, float* floats)
{
#if defined(__x86_64__)
    static const bool inRegisters = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("f16c");
    if (inRegisters)
        return widenInRegisters(halves, floats);
#endif
    return widenPlainly(halves, floats);
}

}  // namespace

bool widen(std::span<const std::uint16_t> halves, float* floats, int threads)
{
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> finite = true;
    const auto work = [&] {
        for (std::size_t first = next.fetch_add(kPiece); first < halves.size(); first = next.fetch_add(kPiece)) {
            const auto piece = halves.subspan(first, std::min(kPiece, halves.size() - first));
            bringPages(floats + first, piece.size());
            if (!widenPiece(piece, floats + first))
                finite = false;
        }
    };
    {
        std::vector<std::jthread> helpers;
        const std::size_t useful = std::min(static_cast<std::size_t>(std::max(threads, 1)), halves.size() / kPiece);
        for (std::size_t i = 1; i < useful; ++i)
            helpers.emplace_back(work);
        work();
    }
    return finite;
}

}  // namespace saysee::model
