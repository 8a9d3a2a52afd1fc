// Adam (arXiv 1412.6980) and AdamW (arXiv 1711.05101) over named tensors, with a state that can be saved exactly.
#pragma once

#include "core/model/tensors/tensor_map.h"

#include <map>
#include <string>

namespace saysee::training {

struct AdamOptions {
    enum class Decay {
        InGradient,  // Adam's L2 term
        Decoupled  // AdamW; matrices only: biases, norms, embeddings of one row and scales are left alone
    };
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0;
    Decay decay = Decay::InGradient;
    std::map<std::string, double> rateFactors = {};  // of the tensors that learn faster or slower than the others
};

class Adam {
public:
    // `parameters` are handles: their data change in place. They must be leaves that require gradients.
    Adam(model::TensorMap parameters, const AdamOptions& options);

    // One update from the gradients that backward() left, which are cleared. Gradients are first scaled so that their
    // overall norm is at most `clip` (0: never). A tensor without a gradient stays as it is. Returns the norm before
    // scaling; when it is not finite nothing changes but the gradients, which are cleared.
    double step(double learningRate, double clip = 0);

    [[nodiscard]] const model::TensorMap& parameters() const { return m_parameters; }
    // Everything that the next step depends on besides parameters and gradients.
    [[nodiscard]] model::TensorMap state() const;
    // Error (Corrupt): names or shapes do not match the parameters.
    [[nodiscard]] base::Status restore(const model::TensorMap& state);

private:
    struct Moments {
        at::Tensor first;
        at::Tensor second;
    };

    void update(at::Tensor parameter, const at::Tensor& gradient, Moments& moments, double learningRate) const;

    AdamOptions m_options;
    model::TensorMap m_parameters;
    std::map<std::string, Moments> m_moments;
    std::int64_t m_steps = 0;
};

// Marks every tensor as trained.
void requireGradients(const model::TensorMap& parameters);

}  // namespace saysee::training
