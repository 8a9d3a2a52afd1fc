#include "core/base/blas_kernels.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <dlfcn.h>
#include <unistd.h>

namespace saysee::base {

namespace {

constexpr auto kVariable = "OPENBLAS_CORETYPE";

// OpenBLAS's names of kernels that use no AVX2: what a processor that it does not know is taken for.
constexpr std::array<std::string_view, 9> kOld = {"Unknown", "Generic",    "Prescott", "Core2",      "Penryn",
                                                  "Atom",    "Dunnington", "Nehalem",  "Sandybridge"};

}  // namespace

std::string blasKernels()
{
    const auto name = reinterpret_cast<const char* (*)()>(::dlsym(RTLD_DEFAULT, "openblas_get_corename"));
    return name == nullptr ? std::string() : name();
}

VectorUnits vectorUnits()
{
#if defined(__x86_64__)
    return {__builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0,
            __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512cd") != 0
                && __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0
                && __builtin_cpu_supports("avx512vl") != 0};
#else
    return {};
#endif
}

std::string_view fittingBlasKernels(std::string_view inUse, VectorUnits units)
{
    if (!units.avx2 || std::find(kOld.begin(), kOld.end(), inUse) == kOld.end())
        return {};
    return units.avx512 ? "SkylakeX" : "Haswell";
}

void beginWithFittingBlasKernels(char** arguments)
{
    if (std::getenv(kVariable) != nullptr)
        return;
    const std::string_view better = fittingBlasKernels(blasKernels(), vectorUnits());
    // No other thread runs yet. The same environment a second time ends above, so this cannot go on for ever.
    if (!better.empty() && ::setenv(kVariable, better.data(), 0) == 0)
        ::execv("/proc/self/exe", arguments);
}

}  // namespace saysee::base
