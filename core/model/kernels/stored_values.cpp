#include "core/model/kernels/stored_values.h"

#include "core/base/half.h"

#include <algorithm>
#include <atomic>
#include <bit>
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

constexpr std::uint16_t kHalfExponent = 0x7c00;  // all set: infinite or no number

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
    bool finite = true;
    for (std::size_t i = 0; i < halves.size(); ++i) {
        finite = finite && (halves[i] & kHalfExponent) != kHalfExponent;
        floats[i] = base::fromHalf(halves[i]);
    }
    return finite;
}

#if defined(__x86_64__)
__attribute__((target("avx2,f16c"))) bool widenInRegisters(std::span<const std::uint16_t> halves, float* floats)
{
    constexpr std::size_t kLanes = 8;
    const __m128i exponent = _mm_set1_epi16(kHalfExponent);
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

// Calls `work` with the first value of each piece and the one behind its last, on so many threads; false when one
// call is.
template <class Work>
bool inPieces(std::size_t count, int threads, const Work& work)
{
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> good = true;
    const auto take = [&] {
        for (std::size_t first = next.fetch_add(kPiece); first < count; first = next.fetch_add(kPiece))
            if (!work(first, std::min(first + kPiece, count)))
                good = false;
    };
    {
        std::vector<std::jthread> helpers;
        const std::size_t useful = std::min(static_cast<std::size_t>(std::max(threads, 1)), count / kPiece);
        for (std::size_t i = 1; i < useful; ++i)
            helpers.emplace_back(take);
        take();
    }
    return good;
}

// The bits of `exponent` are all set in a value that is infinite or no number.
template <class Value, class Bits>
bool areFinite(std::span<const Value> values, Bits exponent, int threads)
{
    return inPieces(values.size(), threads, [&](std::size_t first, std::size_t last) {
        bool bad = false;
        for (std::size_t i = first; i < last; ++i)  // to the end: so it is compiled to wide registers
            bad |= (std::bit_cast<Bits>(values[i]) & exponent) == exponent;
        return !bad;
    });
}

}  // namespace

bool widen(std::span<const std::uint16_t> halves, float* floats, int threads)
{
    return inPieces(halves.size(), threads, [&](std::size_t first, std::size_t last) {
        bringPages(floats + first, last - first);
        return widenPiece(halves.subspan(first, last - first), floats + first);
    });
}

bool areFinite(std::span<const std::uint16_t> halves, int threads)
{
    return areFinite(halves, kHalfExponent, threads);
}

bool areFinite(std::span<const float> floats, int threads)
{
    constexpr std::uint32_t kFloatExponent = 0x7f800000;
    return areFinite(floats, kFloatExponent, threads);
}

}  // namespace saysee::model
