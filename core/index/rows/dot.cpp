#include "core/index/rows/dot.h"

#include "core/base/half.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define SAYSEE_HAS_AVX2_KERNEL
#include <immintrin.h>
#endif

namespace saysee::index {

void dotRowsPortable(std::span<const float> query, const std::uint16_t* rows, std::span<float> scores)
{
    for (float& score : scores) {
        float sum = 0;
        for (std::size_t i = 0; i < query.size(); ++i)
            sum += query[i] * base::fromHalf(rows[i]);
        score = sum;
        rows += query.size();
    }
}

#ifdef SAYSEE_HAS_AVX2_KERNEL

namespace {

__attribute__((target("avx2,fma,f16c"))) inline __m256 eightHalves(const std::uint16_t* row)
{
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row)));
}

__attribute__((target("avx2,fma,f16c"))) inline float sumOf(__m256 lanes)
{
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps(lanes, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

// Four independent sums hide the latency of the multiply-add.
__attribute__((target("avx2,fma,f16c"))) void dotRowsAvx2(std::span<const float> query, const std::uint16_t* rows,
                                                          std::span<float> scores)
{
    const std::size_t dimension = query.size();
    const float* q = query.data();
    for (float& score : scores) {
        __m256 a = _mm256_setzero_ps();
        __m256 b = a;
        __m256 c = a;
        __m256 d = a;
        std::size_t i = 0;
        for (; i + 32 <= dimension; i += 32) {
            a = _mm256_fmadd_ps(_mm256_loadu_ps(q + i), eightHalves(rows + i), a);
            b = _mm256_fmadd_ps(_mm256_loadu_ps(q + i + 8), eightHalves(rows + i + 8), b);
            c = _mm256_fmadd_ps(_mm256_loadu_ps(q + i + 16), eightHalves(rows + i + 16), c);
            d = _mm256_fmadd_ps(_mm256_loadu_ps(q + i + 24), eightHalves(rows + i + 24), d);
        }
        float sum = sumOf(_mm256_add_ps(_mm256_add_ps(a, b), _mm256_add_ps(c, d)));
        for (; i < dimension; ++i)
            sum += q[i] * base::fromHalf(rows[i]);
        score = sum;
        rows += dimension;
    }
}

}  // namespace

#endif

void dotRows(std::span<const float> query, const std::uint16_t* rows, std::span<float> scores)
{
#ifdef SAYSEE_HAS_AVX2_KERNEL
    static const bool fast =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    if (fast)
        return dotRowsAvx2(query, rows, scores);
#endif
    dotRowsPortable(query, rows, scores);
}

}  // namespace saysee::index
