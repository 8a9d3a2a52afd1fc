// The product of a few rows with a matrix of float weights: a short text through a Transformer, one query through the
// head.
//
// A general matrix-matrix routine first rearranges the weights, which for a dozen rows costs more than the product.
// Here each weight is read once, as it lies, and used for all rows.
#pragma once

#include <cstdint>

namespace saysee::model {

// Above this many rows the general routine wins; measured with OpenBLAS 0.3.21.
inline constexpr std::int64_t kFewRows = 32;

// Columns that one step of the kernels reads.
inline constexpr std::int64_t kFewRowsStep = 16;

// Kernels by the instructions that they need.
enum class FewRowsKernel : std::uint8_t {
    None,
    Avx2,  // and FMA
    Avx512  // F, DQ and VL
};

// The best that this processor can run; asked once.
[[nodiscard]] FewRowsKernel bestFewRowsKernel();

// Row-major float matrices without gaps: y [rows, out] = x [rows, in] * weights [out, in]^T + bias [out], which may
// be null. `in` is a multiple of kFewRowsStep, rows at least 1; the processor has what the kernel, not None, needs.
// Uses LibTorch's threads.
void fewRowsProduct(FewRowsKernel kernel, const float* x, std::int64_t rows, std::int64_t in, const float* weights,
                    const float* bias, std::int64_t out, float* y);

}  // namespace saysee::model
