// Which kernels OpenBLAS computes with, and better ones where it does not know the processor.
//
// OpenBLAS tells processors apart by model number. One that is younger than the library gets kernels of 2004: Debian
// 12's OpenBLAS 0.3.21 takes "Prescott" on Xeons of 2023, and every matrix product takes three to four times as long
// as with the kernels for AVX-512, which those have (MEASUREMENTS.md). It reads OPENBLAS_CORETYPE, but only while it
// is loaded.
#pragma once

#include <string>
#include <string_view>

namespace saysee::base {

// The name of the kernels in use, "Haswell" say; empty where OpenBLAS is not loaded.
[[nodiscard]] std::string blasKernels();

// Vector instructions that matter here.
struct VectorUnits {
    bool avx2 = false;  // and FMA
    bool avx512 = false;  // as of Skylake's servers: F, CD, BW, DQ, VL
};
[[nodiscard]] VectorUnits vectorUnits();  // of this machine

// What OPENBLAS_CORETYPE is to say instead of `inUse`; empty when those fit. Pure.
[[nodiscard]] std::string_view fittingBlasKernels(std::string_view inUse, VectorUnits units);

// Begins the program anew with kernels that fit, where others are in use; a person's own OPENBLAS_CORETYPE stays. To
// be called first in main(), with its arguments: returns when there is nothing to do, or when it cannot be done.
void beginWithFittingBlasKernels(char** arguments);

}  // namespace saysee::base
