#include "core/model/devices.h"

#include "core/base/blas_kernels.h"
#include "core/model/runtime/torch_guard.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <charconv>
#include <fstream>
#include <optional>
#include <sched.h>
#include <set>
#include <torch/csrc/api/include/torch/version.h>

namespace saysee::model {

using base::ErrorCode;
using base::fail;

namespace {

// A transformer block in small: every kind of operation that the networks use, in the GPU's precision.
at::Tensor knownAnswer(const at::TensorOptions& options)
{
    const at::Tensor x = at::sin(at::arange(64 * 64, at::kFloat)).reshape({64, 64}).to(options);
    const at::Tensor normed = at::layer_norm(x, {64}, at::ones({64}, options), at::zeros({64}, options));
    const at::Tensor scores = at::softmax(at::matmul(normed, normed.t()) / 8.0, -1);
    const at::Tensor mixed = at::linear(at::matmul(scores, normed), x, at::ones({64}, options));
    return at::gelu(mixed).to(at::TensorOptions(at::kFloat).device(at::kCPU));
}

base::Status testDevice(const std::string& name)
{
    return guarded([&]() -> base::Status {
        const c10::InferenceMode inference;
        const at::Tensor expected = knownAnswer(at::kFloat);
        const at::Tensor actual = knownAnswer(at::TensorOptions(at::kHalf).device(at::Device(name)));
        // Half precision keeps three digits of values around 10.
        if (!at::allclose(actual, expected, 2e-2, 2e-2))
            return fail(ErrorCode::Device, "it computes wrong values");
        return {};
    });
}

// The N of "cuda:N", 0 of "cuda".
std::optional<int> gpuNumber(std::string_view wanted)
{
    if (wanted == "cuda")
        return 0;
    constexpr std::string_view prefix = "cuda:";
    if (!wanted.starts_with(prefix))
        return std::nullopt;
    const std::string_view digits = wanted.substr(prefix.size());
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number < 0)
        return std::nullopt;
    return number;
}

DeviceChoice tryGpu(int number, const DeviceProbe& probe)
{
    const std::string name = "cuda:" + std::to_string(number);
    if (const base::Status passed = probe.selfTest(name); !passed)
        return {"cpu",
                "The GPU " + name + " failed its self-test (" + passed.error().message
                    + "); the CPU is used instead."};
    return {name, {}};
}

}  // namespace

DeviceProbe systemProbe()
{
    DeviceProbe probe;
    if (c10::impl::hasDeviceGuardImpl(at::kCUDA))
        probe.gpus = c10::impl::getDeviceGuardImpl(at::kCUDA)->deviceCount();
    probe.selfTest = testDevice;
    return probe;
}

base::Result<DeviceChoice> chooseDevice(std::string_view wanted, const DeviceProbe& probe)
{
    if (wanted == "cpu" || (wanted == "auto" && probe.gpus == 0))
        return DeviceChoice {"cpu", {}};
    if (wanted == "auto")
        return tryGpu(0, probe);
    const auto number = gpuNumber(wanted);
    if (!number)
        return fail(ErrorCode::InvalidArgument,
                    "There is no device \"" + std::string(wanted) + "\"; known are auto, cpu, cuda and cuda:N.");
    if (*number >= probe.gpus)
        return DeviceChoice {"cpu",
                             "There is no GPU " + std::string(wanted) + " on this machine (LibTorch sees "
                                 + std::to_string(probe.gpus) + "); the CPU is used instead."};
    return tryGpu(*number, probe);
}

int physicalCores()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return 1;
    std::set<std::string> cores;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(static_cast<std::size_t>(cpu), &allowed))
            continue;
        std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list");
        std::string siblings = "cpu" + std::to_string(cpu);
        std::getline(file, siblings);
        cores.insert(siblings.empty() ? "cpu" + std::to_string(cpu) : siblings);
    }
    return cores.empty() ? 1 : static_cast<int>(cores.size());
}

std::vector<RuntimeFact> describeRuntime()
{
    const DeviceProbe probe = systemProbe();
    return {{"libtorch", TORCH_VERSION},
            {"threads", std::to_string(at::get_num_threads())},
            {"physical cores", std::to_string(physicalCores())},
            {"blas kernels", base::blasKernels()},
            {"gpus", std::to_string(probe.gpus)},
            {"parallel", at::get_parallel_info()}};
}

}  // namespace saysee::model
