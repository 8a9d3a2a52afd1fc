#include "core/model/kernels/few_rows.h"

#if defined(__x86_64__)

#include <ATen/Parallel.h>
#include <algorithm>
#include <array>
#include <immintrin.h>
#include <memory>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"  // in the compiler's own header, GCC bug 105593
#endif

#define SAYSEE_AVX2 __attribute__((target("avx2,fma")))
#define SAYSEE_AVX512 __attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl")))

namespace saysee::model {

namespace {

// Weight rows are read as this many streams side by side, far apart, so that the processor prefetches each; a step
// ahead is asked for besides.
constexpr int kStreams = 4;
constexpr std::int64_t kAhead = 256;  // floats, by measurement

struct Problem {
    // Packed: for each step of kFewRowsStep columns that part of every row, one after the other. Rows as they lie are
    // a power of two apart and would displace each other from the first-level cache.
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

SAYSEE_AVX512 inline float total(__m512 lanes)
{
    return total(
        _mm256_add_ps(_mm512_maskz_extractf32x8_ps(0xff, lanes, 0), _mm512_maskz_extractf32x8_ps(0xff, lanes, 1)));
}

void store(const Problem& p, std::int64_t o, std::int64_t r, float sum)
{
    p.y[r * p.out + o] = sum + (p.bias != nullptr ? p.bias[o] : 0.0F);
}

// One tile of y: weight rows o, o + apart, ... by R rows of x from r on. Constant bounds and unrolled loops keep the
// sums in registers.
template <int Streams, int R>
SAYSEE_AVX2 void avx2Tile(const Problem& p, std::int64_t o, std::int64_t apart, std::int64_t r)
{
    __m256 sums[Streams * R];
#pragma GCC unroll 32
    for (__m256& sum : sums)
        sum = _mm256_setzero_ps();
    const float* const weights = p.weights + o * p.in;
    const float* const x = p.x + r * kFewRowsStep;
    for (std::int64_t k = 0; k < p.in; k += kFewRowsStep) {
#pragma GCC unroll 8
        for (int s = 0; s < Streams; ++s)
            _mm_prefetch(weights + s * apart * p.in + k + kAhead, _MM_HINT_T0);
#pragma GCC unroll 2
        for (std::int64_t half = 0; half < kFewRowsStep; half += 8) {
            __m256 rows[R];
#pragma GCC unroll 8
            for (int j = 0; j < R; ++j)
                rows[j] = _mm256_loadu_ps(x + k * p.rows + j * kFewRowsStep + half);
#pragma GCC unroll 8
            for (int s = 0; s < Streams; ++s) {
                const __m256 weight = _mm256_loadu_ps(weights + s * apart * p.in + k + half);
#pragma GCC unroll 8
                for (int j = 0; j < R; ++j)
                    sums[s * R + j] = _mm256_fmadd_ps(weight, rows[j], sums[s * R + j]);
            }
        }
    }
#pragma GCC unroll 32
    for (int i = 0; i < Streams * R; ++i)
        store(p, o + i / R * apart, r + i % R, total(sums[i]));
}

template <int Streams, int R>
SAYSEE_AVX512 void avx512Tile(const Problem& p, std::int64_t o, std::int64_t apart, std::int64_t r)
{
    __m512 sums[Streams * R];
#pragma GCC unroll 32
    for (__m512& sum : sums)
        sum = _mm512_setzero_ps();
    const float* const weights = p.weights + o * p.in;
    const float* const x = p.x + r * kFewRowsStep;
    for (std::int64_t k = 0; k < p.in; k += kFewRowsStep) {
        __m512 values[Streams];
#pragma GCC unroll 8
        for (int s = 0; s < Streams; ++s) {
            values[s] = _mm512_loadu_ps(weights + s * apart * p.in + k);
            _mm_prefetch(weights + s * apart * p.in + k + kAhead, _MM_HINT_T0);
        }
#pragma GCC unroll 8
        for (int j = 0; j < R; ++j) {
            const __m512 row = _mm512_loadu_ps(x + k * p.rows + j * kFewRowsStep);
#pragma GCC unroll 8
            for (int s = 0; s < Streams; ++s)
                sums[s * R + j] = _mm512_fmadd_ps(values[s], row, sums[s * R + j]);
        }
    }
#pragma GCC unroll 32
    for (int i = 0; i < Streams * R; ++i)
        store(p, o + i / R * apart, r + i % R, total(sums[i]));
}

using Tile = void (*)(const Problem&, std::int64_t, std::int64_t, std::int64_t);

// Tiles of 1, 2, ... rows: as many sums as the registers hold.
struct TileSet {
    int mostRows;
    std::array<Tile, 6> side;  // kStreams weight rows
    std::array<Tile, 6> single;  // one weight row
};

const TileSet kAvx2 = {
    3,
    {avx2Tile<kStreams, 1>, avx2Tile<kStreams, 2>, avx2Tile<kStreams, 3>},
    {avx2Tile<1, 1>, avx2Tile<1, 2>, avx2Tile<1, 3>},
};
const TileSet kAvx512 = {
    6,
    {avx512Tile<kStreams, 1>, avx512Tile<kStreams, 2>, avx512Tile<kStreams, 3>, avx512Tile<kStreams, 4>,
     avx512Tile<kStreams, 5>, avx512Tile<kStreams, 6>},
    {avx512Tile<1, 1>, avx512Tile<1, 2>, avx512Tile<1, 3>, avx512Tile<1, 4>, avx512Tile<1, 5>, avx512Tile<1, 6>},
};

const TileSet& tileSet(FewRowsKernel kernel) { return kernel == FewRowsKernel::Avx512 ? kAvx512 : kAvx2; }

// Rows of x in groups of nearly equal size: a group costs a pass over the weights, however few rows it has.
void allRows(const TileSet& tiles, const std::array<Tile, 6>& bySize, const Problem& p, std::int64_t o,
             std::int64_t apart)
{
    const std::int64_t groups = (p.rows + tiles.mostRows - 1) / tiles.mostRows;
    for (std::int64_t group = 0; group < groups; ++group) {
        const std::int64_t first = p.rows * group / groups;
        const std::int64_t size = p.rows * (group + 1) / groups - first;
        bySize[static_cast<std::size_t>(size - 1)](p, o, apart, first);
    }
}

void range(const TileSet& tiles, const Problem& p, std::int64_t first, std::int64_t last)
{
    const std::int64_t apart = (last - first) / kStreams;
    for (std::int64_t o = first; o < first + apart; ++o)
        allRows(tiles, tiles.side, p, o, apart);
    for (std::int64_t o = first + apart * kStreams; o < last; ++o)
        allRows(tiles, tiles.single, p, o, 0);
}

std::unique_ptr<float[]> pack(const float* x, std::int64_t rows, std::int64_t in)
{
    auto packed = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(rows * in));
    float* to = packed.get();
    for (std::int64_t k = 0; k < in; k += kFewRowsStep)
        for (std::int64_t r = 0; r < rows; ++r)
            to = std::copy_n(x + r * in + k, kFewRowsStep, to);
    return packed;
}

}  // namespace

FewRowsKernel bestFewRowsKernel()
{
    static const FewRowsKernel best = [] {
        if (__builtin_cpu_supports("avx2") == 0 || __builtin_cpu_supports("fma") == 0)
            return FewRowsKernel::None;
        const bool wide = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0
            && __builtin_cpu_supports("avx512vl") != 0;
        return wide ? FewRowsKernel::Avx512 : FewRowsKernel::Avx2;
    }();
    return best;
}

void fewRowsProduct(FewRowsKernel kernel, const float* x, std::int64_t rows, std::int64_t in, const float* weights,
                    const float* bias, std::int64_t out, float* y)
{
    const std::unique_ptr<float[]> packed = pack(x, rows, in);
    const Problem problem = {packed.get(), rows, in, weights, bias, out, y};
    // A second thread pays from about a million multiplications on.
    constexpr std::int64_t worthwhile = 1'000'000;
    const std::int64_t grain = std::max<std::int64_t>(kStreams, worthwhile / std::max<std::int64_t>(1, in * rows));
    at::parallel_for(0, out, grain,
                     [&](std::int64_t first, std::int64_t last) { range(tileSet(kernel), problem, first, last); });
}

}  // namespace saysee::model

#else

namespace saysee::model {

FewRowsKernel bestFewRowsKernel() { return FewRowsKernel::None; }

void fewRowsProduct(FewRowsKernel, const float*, std::int64_t, std::int64_t, const float*, const float*, std::int64_t,
                    float*)
{
}

}  // namespace saysee::model

#endif
