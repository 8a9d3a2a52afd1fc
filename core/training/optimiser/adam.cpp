#include "core/training/optimiser/adam.h"

#include <cmath>

namespace saysee::training {
namespace {

constexpr const char* kSteps = "steps";
constexpr const char* kFirst = "first.";
constexpr const char* kSecond = "second.";

double overallNorm(const model::TensorMap& parameters)
{
    std::vector<at::Tensor> norms;
    for (const auto& [name, parameter] : parameters) {
        if (parameter.grad().defined())
            norms.push_back(parameter.grad().norm());
    }
    return norms.empty() ? 0.0 : at::stack(norms).norm().item<double>();
}

}  // namespace

void requireGradients(const model::TensorMap& parameters)
{
    for (const auto& [name, parameter] : parameters)
        parameter.requires_grad_(true);
}

Adam::Adam(model::TensorMap parameters, const AdamOptions& options)
    : m_options(options), m_parameters(std::move(parameters))
{
    for (const auto& [name, parameter] : m_parameters)
        m_moments[name] = {at::zeros_like(parameter.detach()), at::zeros_like(parameter.detach())};
}

double Adam::step(double learningRate, double clip)
{
    const c10::NoGradGuard noGrad;
    const double norm = overallNorm(m_parameters);
    if (std::isfinite(norm)) {
        ++m_steps;
        const double scale = clip > 0 ? std::min(1.0, clip / (norm + 1e-6)) : 1.0;
        for (const auto& [name, parameter] : m_parameters) {
            const at::Tensor gradient = parameter.grad();
            if (!gradient.defined())
                continue;
            const auto factor = m_options.rateFactors.find(name);
            update(parameter, scale < 1 ? gradient.mul(scale) : gradient, m_moments.at(name),
                   factor == m_options.rateFactors.end() ? learningRate : learningRate * factor->second);
        }
    }
    for (const auto& [name, parameter] : m_parameters)
        parameter.mutable_grad() = at::Tensor();
    return norm;
}

void Adam::update(at::Tensor parameter, const at::Tensor& gradient, Moments& moments, double learningRate) const
{
    const auto& o = m_options;
    const bool decoupled = o.decay == AdamOptions::Decay::Decoupled;
    if (decoupled && parameter.dim() >= 2 && o.weightDecay > 0)
        parameter.mul_(1 - learningRate * o.weightDecay);
    const bool inGradient = !decoupled && o.weightDecay > 0;
    const at::Tensor slope = inGradient ? gradient.add(parameter, o.weightDecay) : gradient;
    moments.first.mul_(o.beta1).add_(slope, 1 - o.beta1);
    moments.second.mul_(o.beta2).addcmul_(slope, slope, 1 - o.beta2);
    const double correction1 = 1 - std::pow(o.beta1, static_cast<double>(m_steps));
    const double correction2 = 1 - std::pow(o.beta2, static_cast<double>(m_steps));
    const at::Tensor deviation = moments.second.sqrt().div_(std::sqrt(correction2)).add_(o.epsilon);
    parameter.addcdiv_(moments.first, deviation, -learningRate / correction1);
}

model::TensorMap Adam::state() const
{
    model::TensorMap state;
    state[kSteps] = at::full({1}, m_steps, at::kLong);
    for (const auto& [name, moments] : m_moments) {
        state[kFirst + name] = moments.first;
        state[kSecond + name] = moments.second;
    }
    return state;
}

base::Status Adam::restore(const model::TensorMap& state)
{
    const auto find = [&](const std::string& name, const at::Tensor& like) -> const at::Tensor* {
        const auto found = state.find(name);
        return found != state.end() && found->second.sizes() == like.sizes() ? &found->second : nullptr;
    };
    const at::Tensor* steps = find(kSteps, at::empty({1}));
    bool complete = steps != nullptr;
    for (auto& [name, moments] : m_moments)
        complete = complete && find(kFirst + name, moments.first) && find(kSecond + name, moments.second);
    if (!complete || state.size() != 1 + 2 * m_moments.size())
        return base::fail(base::ErrorCode::Corrupt, "The optimiser's state belongs to another network.");
    m_steps = steps->item<std::int64_t>();
    for (auto& [name, moments] : m_moments) {
        moments.first.copy_(*find(kFirst + name, moments.first));
        moments.second.copy_(*find(kSecond + name, moments.second));
    }
    return {};
}

}  // namespace saysee::training
