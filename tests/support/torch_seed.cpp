// Part of every test that uses LibTorch: what is drawn at random is the same in each run, so that a test that fails
// fails again.
#include <ATen/ATen.h>

namespace {

[[maybe_unused]] const bool kSeeded = [] {
    at::manual_seed(1);
    return true;
}();

}  // namespace
