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

// Empty when the largest difference is at most `tolerance` times the largest expected magnitude, else a sentence.
std::string compare(const std::string& what, const at::Tensor& actual, const at::Tensor& expected, double tolerance);

}  // namespace saysee::test
