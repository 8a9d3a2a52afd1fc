// Comparisons with the reference implementations' values, as plain functions: tst_golden runs them under Qt Test, and
// saysee-golden wherever there is LibTorch alone, on any device.
#pragma once

#include <ATen/ATen.h>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace saysee::test {

struct GoldenCheck {
    std::string name;
    std::filesystem::path needs;  // skipped where this is absent
    // Takes a device ("cpu", "cuda:0"); returns what differs, empty when nothing does.
    std::function<std::string(const std::string&)> run;
};

std::vector<GoldenCheck> clipChecks();
std::vector<GoldenCheck> whisperChecks();
std::vector<GoldenCheck> headChecks();
std::vector<GoldenCheck> allGoldenChecks();

std::filesystem::path goldenDirectory();

// In which precisions a network is compared on a device: in single precision everywhere, and as it runs on a GPU.
struct Precision {
    at::TensorOptions options;
    double tolerance = 0;  // relative, of hidden states and features
};
// Runs a comparison in each of them; returns the first sentence that says something.
std::string inAllPrecisions(const std::string& device, const std::function<std::string(const Precision&)>& check);

// Empty when the largest difference is at most `tolerance` times the largest expected magnitude, else a sentence.
std::string compare(const std::string& what, const at::Tensor& actual, const at::Tensor& expected, double tolerance);

}  // namespace saysee::test
