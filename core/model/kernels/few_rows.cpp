#include "core/model/kernels/few_rows.h"

#if defined(__x86_64__)

#include <ATen/Parallel.h>
#include <algorithm>
#include <immintrin.h>

#define SAYSEE_AVX2 [[gnu::target("avx2,fma")]]

namespace saysee::model {

namespace {

constexpr std::int64_t kLanes = 8;  // floats in a register
constexpr std::int64_t kWeightRows = 4;  // times three rows of x: twelve sums stay in the sixteen registers
constexpr std::int64_t kRows = 3;

struct Problem {
    const float* x;
    std::int64_t rows;
    std::int64_t in;
    const float* weights;
    const float* bias;
    std::int64_t out;
    float* y;
};

SAYSEE_AVX2 inline float total(__m256 lanes)
{
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps(lanes, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

// One tile of y: W weight rows by R rows of x, from (o, r).
template <std::int64_t W, std::int64_t R>
SAYSEE_AVX2 inline void tile(const Problem& p, std::int64_t o, std::int64_t r)
{
    __m256 sums[W][R] = {};
    const std::int64_t in = p.in;
    const float* const w = p.weights + o * in;
    const float* const x = p.x + r * in;
    const std::int64_t whole = in - in % kLanes;
    for (std::int64_t k = 0; k < whole; k += kLanes) {
        __m256 rows[R];
        for (std::int64_t j = 0; j < R; ++j)
            rows[j] = _mm256_loadu_ps(x + j * in + k);
        for (std::int64_t i = 0; i < W; ++i) {
            const __m256 weight = _mm256_loadu_ps(w + i * in + k);
            for (std::int64_t j = 0; j < R; ++j)
                sums[i][j] = _mm256_fmadd_ps(weight, rows[j], sums[i][j]);
        }
    }
    for (std::int64_t i = 0; i < W; ++i) {
        for (std::int64_t j = 0; j < R; ++j) {
            float value = total(sums[i][j]);
            for (std::int64_t k = whole; k < in; ++k)
                value += w[i * in + k] * x[j * in + k];
            p.y[(r + j) * p.out + o + i] = value + (p.bias != nullptr ? p.bias[o + i] : 0.0F);
        }
    }
}

template <std::int64_t W>
SAYSEE_AVX2 inline void allRows(const Problem& p, std::int64_t o)
{
    std::int64_t r = 0;
    for (; r + kRows <= p.rows; r += kRows)
        tile<W, kRows>(p, o, r);
    for (; r < p.rows; ++r)
        tile<W, 1>(p, o, r);
}

SAYSEE_AVX2 void range(const Problem& p, std::int64_t first, std::int64_t last)
{
    std::int64_t o = first;
    for (; o + kWeightRows <= last; o += kWeightRows)
        allRows<kWeightRows>(p, o);
    for (; o < last; ++o)
        allRows<1>(p, o);
}

}  // namespace

bool hasFewRowsProduct()
{
    static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    return has;
}

void fewRowsProduct(const float* x, std::int64_t rows, std::int64_t in, const float* weights, const float* bias,
                    std::int64_t out, float* y)
{
    const Problem problem = {x, rows, in, weights, bias, out, y};
    // A second thread pays from about a million multiplications on.
    constexpr std::int64_t worthwhile = 1'000'000;
    const std::int64_t grain = std::max<std::int64_t>(kWeightRows, worthwhile / std::max<std::int64_t>(1, in * rows));
    at::parallel_for(0, out, grain, [&](std::int64_t first, std::int64_t last) { range(problem, first, last); });
}

}  // namespace saysee::model

#else

namespace saysee::model {

bool hasFewRowsProduct() { return false; }

void fewRowsProduct(const float*, std::int64_t, std::int64_t, const float*, const float*, std::int64_t, float*) { }

}  // namespace saysee::model

#endif
