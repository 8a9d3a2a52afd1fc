#include "golden/golden_checks.h"

#include "core/model/tensors/tensor_map.h"
#include "support/shared_data.h"

namespace saysee::test {

std::filesystem::path goldenDirectory() { return sharedDirectory() / "golden"; }

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
