#include "core/model/tensors/tensor_map.h"

#include "core/model/checkpoint/tensor_data.h"
#include "core/model/kernels/few_rows.h"
#include "core/model/kernels/stored_values.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <utility>

namespace saysee::model {

using base::ErrorCode;

Weights::Weights(const TensorMap& tensors, std::string origin, at::TensorOptions target)
    : m_tensors(&tensors), m_origin(std::move(origin)), m_target(target)
{
}

Weights Weights::random(TensorMap& made, std::uint64_t seed, at::TensorOptions target)
{
    Weights weights(made, "random weights", target);
    weights.m_made = &made;
    weights.m_generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    return weights;
}

at::Tensor Weights::take(const std::string& name, at::IntArrayRef shape, Init init)
{
    return find(name, shape, init, Keep::Nothing);
}

at::Tensor Weights::takeAsStored(const std::string& name, at::IntArrayRef shape, Init init)
{
    return find(name, shape, init, Keep::Dtype);
}

bool Weights::has(const std::string& name) const { return m_made != nullptr || m_tensors->contains(name); }

base::Status Weights::status() const
{
    if (m_error)
        return tl::unexpected<base::Error>(*m_error);
    return {};
}

void Weights::misfit(std::string what)
{
    if (!m_error)
        m_error = base::Error {ErrorCode::Corrupt, m_origin + " " + std::move(what), {}};
}

at::Tensor Weights::make(const std::string& name, at::IntArrayRef shape, Init init)
{
    at::Tensor tensor;
    switch (init) {
    case Init::Normal:
        tensor = at::empty(shape, at::kFloat).normal_(0.0, 0.02, m_generator);
        break;
    case Init::Zeros:
        tensor = at::zeros(shape, at::kFloat);
        break;
    case Init::Ones:
        tensor = at::ones(shape, at::kFloat);
        break;
    }
    return (*m_made)[name] = tensor.to(m_target);
}

namespace {

struct Converted {
    at::Tensor tensor;
    bool finite = false;
};

Converted converted(const at::Tensor& stored, const at::TensorOptions& target)
{
    const bool widens = stored.is_cpu() && stored.scalar_type() == at::kHalf && stored.is_contiguous()
        && target.device().is_cpu() && target.dtype() == at::kFloat;
    if (!widens) {
        at::Tensor tensor = stored.to(target);
        return {tensor, allFinite(tensor)};
    }
    at::Tensor tensor = at::empty(stored.sizes(), target);
    const auto* const halves = static_cast<const std::uint16_t*>(stored.data_ptr());
    return {
        tensor,
        widen({halves, static_cast<std::size_t>(stored.numel())}, tensor.data_ptr<float>(), at::get_num_threads())};
}

}  // namespace

at::Tensor Weights::find(const std::string& name, at::IntArrayRef shape, Init init, Keep keep)
{
    if (m_made != nullptr)
        return make(name, shape, init);
    const auto found = m_tensors->find(name);
    if (found == m_tensors->end()) {
        misfit("has no tensor \"" + name + "\".");
        return {};
    }
    const at::Tensor& stored = found->second;
    if (stored.sizes() != shape) {
        misfit("holds \"" + name + "\" with shape " + describeShape(stored.sizes()) + " where " + describeShape(shape)
               + " is expected.");
        return {};
    }
    if (!stored.is_floating_point()) {
        misfit("holds \"" + name + "\" as whole numbers where real numbers are expected.");
        return {};
    }
    const bool half = stored.scalar_type() == at::kHalf || stored.scalar_type() == at::kBFloat16;
    const auto [tensor, finite] = keep == Keep::Dtype && half
        ? converted(stored, m_target.dtype(stored.scalar_type()))
        : converted(stored, m_target);
    if (!finite) {
        misfit("holds values in \"" + name + "\" that are not numbers; the file is damaged.");
        return {};
    }
    // Without this a file of half precision would be in memory twice while its network is made.
    if (!tensor.is_alias_of(stored))
        releasePages(stored);
    return tensor;
}

namespace {

bool wantsGradient(const at::Tensor& tensor) { return tensor.defined() && tensor.requires_grad(); }

// Outside training, few rows on the CPU in single precision.
bool suitsFewRows(const at::Tensor& x, const Linear& linear)
{
    const auto plain = [](const at::Tensor& t) {
        return t.is_cpu() && t.scalar_type() == at::kFloat && t.is_contiguous();
    };
    if (!plain(linear.weight) || (linear.bias.defined() && !plain(linear.bias)) || !x.is_cpu()
        || x.scalar_type() != at::kFloat || x.dim() == 0 || x.size(-1) != linear.weight.size(1) || x.numel() == 0
        || x.size(-1) % kFewRowsStep != 0 || x.numel() > kFewRows * x.size(-1)
        || bestFewRowsKernel() == FewRowsKernel::None)
        return false;
    const bool training = c10::GradMode::is_enabled()
        && (wantsGradient(x) || wantsGradient(linear.weight) || wantsGradient(linear.bias));
    return !training;
}

at::Tensor fewRows(const at::Tensor& x, const Linear& linear)
{
    const at::Tensor rows = x.contiguous();
    const std::int64_t in = linear.weight.size(1);
    const std::int64_t out = linear.weight.size(0);
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = out;
    at::Tensor y = at::empty(shape, x.options());
    fewRowsProduct(bestFewRowsKernel(), rows.data_ptr<float>(), rows.numel() / in, in,
                   linear.weight.data_ptr<float>(), linear.bias.defined() ? linear.bias.data_ptr<float>() : nullptr,
                   out, y.data_ptr<float>());
    return y;
}

}  // namespace

at::Tensor Linear::operator()(const at::Tensor& x) const
{
    return suitsFewRows(x, *this) ? fewRows(x, *this) : at::linear(x, weight, bias);
}

at::Tensor LayerNorm::operator()(const at::Tensor& x) const
{
    return at::layer_norm(x, {weight.size(0)}, weight, bias, epsilon, false);
}

Linear takeLinear(Weights& weights, const std::string& name, std::int64_t in, std::int64_t out, Bias bias)
{
    Linear linear;
    linear.weight = weights.take(name + ".weight", {out, in});
    if (bias == Bias::Present)
        linear.bias = weights.take(name + ".bias", {out}, Init::Zeros);
    return linear;
}

LayerNorm takeLayerNorm(Weights& weights, const std::string& name, std::int64_t width, double epsilon)
{
    LayerNorm norm;
    norm.weight = weights.take(name + ".weight", {width}, Init::Ones);
    norm.bias = weights.take(name + ".bias", {width}, Init::Zeros);
    norm.epsilon = epsilon;
    return norm;
}

bool allFinite(const at::Tensor& tensor)
{
    const auto count = static_cast<std::size_t>(tensor.numel());
    const bool plain = tensor.is_cpu() && tensor.is_contiguous();
    if (plain && tensor.scalar_type() == at::kFloat)
        return areFinite(std::span<const float>(tensor.data_ptr<float>(), count), at::get_num_threads());
    if (plain && tensor.scalar_type() == at::kHalf)
        return areFinite({static_cast<const std::uint16_t*>(tensor.data_ptr()), count}, at::get_num_threads());
    // A sum is NaN or infinite as soon as one term is, and reads memory at full speed; half-precision terms are added
    // in fp32, so that their sum cannot overflow.
    return at::isfinite(at::sum(tensor, at::kFloat)).item<bool>();
}

std::string describeShape(at::IntArrayRef shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + "]";
}

}  // namespace saysee::model
