// Which processor the networks run on.
#pragma once

#include "core/base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::model {

// What chooseDevice() asks the machine; tests put their own answers here.
struct DeviceProbe {
    int gpus = 0;  // CUDA devices that LibTorch sees
    std::function<base::Status(const std::string&)> selfTest;  // takes "cuda:0"
};

// This machine's. The self-test runs a small network with a known input and compares with the CPU's answer.
DeviceProbe systemProbe();

struct DeviceChoice {
    std::string name;  // "cpu", "cuda:0"
    std::string note;  // why it is not what was asked for; empty when it is
};

// `wanted`: auto, cpu, cuda, cuda:N. A GPU that is absent or fails its self-test is replaced by the CPU, with a note.
// Error (InvalidArgument) for any other text.
base::Result<DeviceChoice> chooseDevice(std::string_view wanted, const DeviceProbe& probe);

// Of this machine as far as this process may use them; at least 1. Two threads of one core count once: they share its
// arithmetic units, so that a second one only costs synchronisation.
int physicalCores();

// What runs the networks here, as name and value, for reports of problems: LibTorch's version, threads, GPUs.
struct RuntimeFact {
    std::string name;
    std::string value;
};
std::vector<RuntimeFact> describeRuntime();

}  // namespace saysee::model
