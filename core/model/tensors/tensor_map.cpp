#include "core/model/tensors/tensor_map.h"

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
    at::Tensor tensor = keep == Keep::Dtype && half ? stored.to(m_target.device()) : stored.to(m_target);
    if (!allFinite(tensor)) {
        misfit("holds values in \"" + name + "\" that are not numbers; the file is damaged.");
        return {};
    }
    return tensor;
}

at::Tensor Linear::operator()(const at::Tensor& x) const { return at::linear(x, weight, bias); }

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
