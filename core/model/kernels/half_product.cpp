#include "core/model/kernels/half_product.h"

#include "core/base/half.h"

#include <algorithm>

#if defined(__x86_64__)
#define SAYSEE_X86_KERNELS 1
#include <immintrin.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"  // in the compiler's own header, GCC bug 105593
#endif
#endif

namespace saysee::model {

namespace {

// Rows of x that one pass over the weights serves: as many sums as fit the registers.
constexpr int kRowsAtOnce = 5;

// A kernel serves up to kRowsAtOnce rows of x.
using Kernel = void (*)(const HalfMatrix&, const FloatRows&, float*, std::int64_t);

void portableKernel(const HalfMatrix& weights, const FloatRows& x, float* y, std::int64_t yStride)
{
    for (std::int64_t row = 0; row < weights.rows; ++row) {
        const std::uint16_t* weight = weights.data + row * weights.columns;
        float sums[kRowsAtOnce] = {};
        for (std::int64_t column = 0; column < weights.columns; ++column) {
            const float value = base::fromHalf(weight[column]);
            for (int i = 0; i < x.count; ++i)
                sums[i] += value * x.data[i * x.stride + column];
        }
        for (int i = 0; i < x.count; ++i)
            y[i * yStride + row] = sums[i];
    }
}

#ifdef SAYSEE_X86_KERNELS

#define SAYSEE_AVX2 __attribute__((target("avx2,fma,f16c")))
#define SAYSEE_AVX512 __attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq")))

SAYSEE_AVX2 inline float sumOf(__m256 value)
{
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(value), _mm256_extractf128_ps(value, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

// Not _mm512_reduce_add_ps or a cast: GCC 12 warns inside them.
SAYSEE_AVX512 inline float sumOf(__m512 value)
{
    return sumOf(
        _mm256_add_ps(_mm512_maskz_extractf32x8_ps(0xff, value, 0), _mm512_maskz_extractf32x8_ps(0xff, value, 1)));
}

// A block: `Rows` rows of weights, `apart` rows from each other, by `Count` rows of x. Constant bounds and unrolled
// loops keep the sums in registers. Rows far apart are long streams that the processor prefetches; neighbouring rows
// would be many short ones, at a third of the speed.
template <int Rows, int Count>
SAYSEE_AVX2 void avx2Block(const HalfMatrix& weights, const FloatRows& x, float* y, std::int64_t yStride,
                           std::int64_t row, std::int64_t apart)
{
    constexpr std::int64_t kLanes = 8;
    const std::int64_t columns = weights.columns;
    const std::uint16_t* weight = weights.data + row * columns;
    __m256 sums[Rows * Count];
#pragma GCC unroll 32
    for (__m256& sum : sums)
        sum = _mm256_setzero_ps();
    std::int64_t column = 0;
    for (; column + kLanes <= columns; column += kLanes) {
        __m256 values[Rows];
#pragma GCC unroll 8
        for (int r = 0; r < Rows; ++r)
            values[r] = _mm256_cvtph_ps(
                _mm_loadu_si128(reinterpret_cast<const __m128i*>(weight + r * apart * columns + column)));
#pragma GCC unroll 8
        for (int i = 0; i < Count; ++i) {
            const __m256 input = _mm256_loadu_ps(x.data + i * x.stride + column);
#pragma GCC unroll 8
            for (int r = 0; r < Rows; ++r)
                sums[r * Count + i] = _mm256_fmadd_ps(values[r], input, sums[r * Count + i]);
        }
    }
#pragma GCC unroll 32
    for (int k = 0; k < Rows * Count; ++k) {
        const std::int64_t r = k / Count * apart;
        float sum = sumOf(sums[k]);
        for (std::int64_t rest = column; rest < columns; ++rest)
            sum += base::fromHalf(weight[r * columns + rest]) * x.data[k % Count * x.stride + rest];
        y[k % Count * yStride + row + r] = sum;
    }
}

// The same with twice the lanes; what is left of a row is loaded through a mask.
template <int Rows, int Count>
SAYSEE_AVX512 void avx512Block(const HalfMatrix& weights, const FloatRows& x, float* y, std::int64_t yStride,
                               std::int64_t row, std::int64_t apart)
{
    constexpr std::int64_t kLanes = 16;
    const std::int64_t columns = weights.columns;
    const std::uint16_t* weight = weights.data + row * columns;
    __m512 sums[Rows * Count];
#pragma GCC unroll 32
    for (__m512& sum : sums)
        sum = _mm512_setzero_ps();
    std::int64_t column = 0;
    for (; column + kLanes <= columns; column += kLanes) {
        __m512 values[Rows];
#pragma GCC unroll 8
        for (int r = 0; r < Rows; ++r)
            values[r] = _mm512_cvtph_ps(
                _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weight + r * apart * columns + column)));
#pragma GCC unroll 8
        for (int i = 0; i < Count; ++i) {
            const __m512 input = _mm512_loadu_ps(x.data + i * x.stride + column);
#pragma GCC unroll 8
            for (int r = 0; r < Rows; ++r)
                sums[r * Count + i] = _mm512_fmadd_ps(values[r], input, sums[r * Count + i]);
        }
    }
    const auto mask = static_cast<__mmask16>((1U << static_cast<unsigned>(columns - column)) - 1U);
#pragma GCC unroll 32
    for (int k = 0; k < Rows * Count; ++k) {
        const std::int64_t r = k / Count * apart;
        const __m512 value = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, weight + r * columns + column));
        const __m512 input = _mm512_maskz_loadu_ps(mask, x.data + k % Count * x.stride + column);
        y[k % Count * yStride + row + r] = sumOf(_mm512_fmadd_ps(value, input, sums[k]));
    }
}

template <int Count>
void avx2Kernel(const HalfMatrix& weights, const FloatRows& x, float* y, std::int64_t yStride)
{
    constexpr int kBlock = Count <= 2 ? 4 : 2;  // sixteen registers
    const std::int64_t apart = weights.rows / kBlock;
    for (std::int64_t row = 0; row < apart; ++row)
        avx2Block<kBlock, Count>(weights, x, y, yStride, row, apart);
    for (std::int64_t row = apart * kBlock; row < weights.rows; ++row)
        avx2Block<1, Count>(weights, x, y, yStride, row, 0);
}

template <int Count>
void avx512Kernel(const HalfMatrix& weights, const FloatRows& x, float* y, std::int64_t yStride)
{
    constexpr int kBlock = 4;  // thirty-two registers
    const std::int64_t apart = weights.rows / kBlock;
    for (std::int64_t row = 0; row < apart; ++row)
        avx512Block<kBlock, Count>(weights, x, y, yStride, row, apart);
    for (std::int64_t row = apart * kBlock; row < weights.rows; ++row)
        avx512Block<1, Count>(weights, x, y, yStride, row, 0);
}

#endif

Kernel kernelFor(InstructionSet set, int count)
{
#ifdef SAYSEE_X86_KERNELS
    constexpr Kernel kAvx2[kRowsAtOnce] = {avx2Kernel<1>, avx2Kernel<2>, avx2Kernel<3>, avx2Kernel<4>, avx2Kernel<5>};
    constexpr Kernel kAvx512[kRowsAtOnce] = {avx512Kernel<1>, avx512Kernel<2>, avx512Kernel<3>, avx512Kernel<4>,
                                             avx512Kernel<5>};
    if (set == InstructionSet::Avx512)
        return kAvx512[count - 1];
    if (set == InstructionSet::Avx2)
        return kAvx2[count - 1];
#endif
    static_cast<void>(set);
    static_cast<void>(count);
    return portableKernel;
}

}  // namespace

InstructionSet bestInstructionSet()
{
#ifdef SAYSEE_X86_KERNELS
    static const InstructionSet best = [] {
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
            return InstructionSet::Avx512;
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
            return InstructionSet::Avx2;
        return InstructionSet::Portable;
    }();
    return best;
#else
    return InstructionSet::Portable;
#endif
}

std::string_view instructionSetName(InstructionSet set)
{
    switch (set) {
    case InstructionSet::Avx512:
        return "AVX-512";
    case InstructionSet::Avx2:
        return "AVX2";
    case InstructionSet::Portable:
        break;
    }
    return "portable";
}

void halfProduct(const HalfMatrix& weights, const FloatRows& x, float* y, std::int64_t yStride)
{
    halfProductWith(bestInstructionSet(), weights, x, y, yStride);
}

void halfProductWith(InstructionSet set, const HalfMatrix& weights, const FloatRows& x, float* y,
                     std::int64_t yStride)
{
    for (int done = 0; done < x.count; done += kRowsAtOnce) {
        const int count = std::min(kRowsAtOnce, x.count - done);
        kernelFor(set, count)(weights, {x.data + done * x.stride, x.stride, count}, y + done * yStride, yStride);
    }
}

}  // namespace saysee::model
