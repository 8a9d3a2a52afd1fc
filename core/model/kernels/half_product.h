// The product that decoding one token is made of: a matrix of half-precision weights with a few rows of floats.
//
// One row through a general matrix-matrix routine is ten times slower than memory allows, and reading float weights
// costs twice the time of reading half-precision ones: decoding is bound by memory. Here each weight is read once,
// widened in registers and used for all rows; sums are in float.
#pragma once

#include <cstdint>
#include <string_view>

namespace saysee::model {

// Row-major, rows follow each other without gaps.
struct HalfMatrix {
    const std::uint16_t* data = nullptr;  // IEEE binary16
    std::int64_t rows = 0;
    std::int64_t columns = 0;
};

// `count` rows of floats, `stride` apart.
struct FloatRows {
    const float* data = nullptr;
    std::int64_t stride = 0;
    int count = 0;
};

// y[i * yStride + r] = sum over c of weights[r][c] * x[i][c], for every row i of x and r of the weights.
// Runs on the calling thread alone: one core reads nearly as fast as two, and waking another costs more than most of
// these products, far more while another process is busy. `y` must not overlap the inputs.
void halfProduct(const HalfMatrix& weights, const FloatRows& x, float* y, std::int64_t yStride);

// The instruction sets that a kernel is written for; each needs those before it.
enum class InstructionSet : std::uint8_t { Portable, Avx2, Avx512 };

// What this processor has; asked once.
[[nodiscard]] InstructionSet bestInstructionSet();
[[nodiscard]] std::string_view instructionSetName(InstructionSet set);
// For tests: one kernel by name, on the calling thread. Requires that the processor has it.
void halfProductWith(InstructionSet set, const HalfMatrix& weights, const FloatRows& x, float* y,
                     std::int64_t yStride);

}  // namespace saysee::model
