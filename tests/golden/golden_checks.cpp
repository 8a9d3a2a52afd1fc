#include "golden/golden_checks.h"

#include "core/model/tensors/tensor_map.h"
#include "support/shared_data.h"

namespace saysee::test {

std::filesystem::path goldenDirectory() { return sharedDirectory() / "golden"; }

std::string inAllPrecisions(const std::string& device, const std::function<std::string(const Precision&)>& check)
{
    constexpr double kSingle = 2e-3;  // golden/README.md
    constexpr double kHalf = 1e-2;
    const at::Device where(device);
    std::string problem = check({at::TensorOptions(at::kFloat).device(where), kSingle});
    if (!problem.empty() || where.is_cpu())
        return problem;
    problem = check({at::TensorOptions(at::kHalf).device(where), kHalf});
    return problem.empty() ? problem : "half precision: " + problem;
}

std::string compare(const std::string& what, const at::Tensor& actual, const at::Tensor& expected, double tolerance)
{
    if (!actual.defined() || actual.sizes() != expected.sizes()) {
        return what + ": shape " + (actual.defined() ? model::describeShape(actual.sizes()) : "none") + " instead of "
            + model::describeShape(expected.sizes());
    }
    const at::Tensor got = actual.detach().cpu().to(at::kDouble);
    const at::Tensor wanted = expected.detach().cpu().to(at::kDouble);
    const double scale = wanted.abs().max().item<double>();
    const double difference = (got - wanted).abs().max().item<double>();
    if (difference <= tolerance * scale)  // false for NaN
        return {};
    return what + ": differs by " + std::to_string(difference) + " where the largest value is "
        + std::to_string(scale) + " (tolerance " + std::to_string(tolerance) + ")";
}

std::vector<GoldenCheck> allGoldenChecks()
{
    std::vector<GoldenCheck> all;
    for (const auto& part : {clipChecks(), whisperChecks(), headChecks()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace saysee::test
