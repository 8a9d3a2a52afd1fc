// Named tensors: what a checkpoint holds and what the networks are built from.
//
// A network is a plain class that holds tensor handles and computes with ATen operators. The same class serves
// inference (weights from a file), training (handles that require gradients) and random weights (tests, benches,
// pretraining): it asks a Weights for each of its tensors by name and shape, and does not know where they come from.
#pragma once

#include "core/base/result.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace saysee::model {

// Canonical names are those of the Hugging Face implementations, whatever the file's format.
using TensorMap = std::map<std::string, at::Tensor>;

// How a tensor starts when there is no file: normal with a deviation of 0.02, or constant.
enum class Init { Normal, Zeros, Ones };

// Hands out tensors, converted to one dtype and device. The first misfit is remembered: a network takes all that it
// needs and asks status() once; tensors taken after a misfit are undefined and must not be used.
// A tensor that needs no conversion shares the storage of the map's.
class Weights {
public:
    // From a checkpoint; `origin` names the file in messages.
    Weights(const TensorMap& tensors, std::string origin, at::TensorOptions target = at::kFloat);
    // Makes each tensor on demand and adds it to `made`. The same seed and order give the same values.
    static Weights random(TensorMap& made, std::uint64_t seed, at::TensorOptions target = at::kFloat);

    at::Tensor take(const std::string& name, at::IntArrayRef shape, Init init = Init::Normal);
    // Keeps a half-precision dtype of the file: for tables of which only rows are read.
    at::Tensor takeAsStored(const std::string& name, at::IntArrayRef shape, Init init = Init::Normal);
    [[nodiscard]] bool has(const std::string& name) const;  // always true for random weights

    // Error (Corrupt): a tensor is absent, of another shape or type, or holds a value that is not finite. Names file
    // and tensor.
    [[nodiscard]] base::Status status() const;

private:
    enum class Keep { Dtype, Nothing };
    at::Tensor find(const std::string& name, at::IntArrayRef shape, Init init, Keep keep);
    at::Tensor make(const std::string& name, at::IntArrayRef shape, Init init);
    void misfit(std::string what);

    const TensorMap* m_tensors = nullptr;
    TensorMap* m_made = nullptr;
    at::Generator m_generator;
    std::string m_origin;
    at::TensorOptions m_target;
    std::optional<base::Error> m_error;
};

// y = x weight^T + bias over the last dimension. weight [out, in]; bias [out] or undefined.
struct Linear {
    at::Tensor weight;
    at::Tensor bias;

    [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const;
};

// Over the last dimension; statistics in fp32 whatever the dtype.
struct LayerNorm {
    at::Tensor weight;
    at::Tensor bias;
    double epsilon = 1e-5;

    [[nodiscard]] at::Tensor operator()(const at::Tensor& x) const;
};

enum class Bias { None, Present };

// `<name>.weight` [out, in] and, where present, `<name>.bias` [out].
[[nodiscard]] Linear takeLinear(Weights& weights, const std::string& name, std::int64_t in, std::int64_t out,
                                Bias bias = Bias::Present);
[[nodiscard]] LayerNorm takeLayerNorm(Weights& weights, const std::string& name, std::int64_t width,
                                      double epsilon = 1e-5);

// No NaN and no infinity. Reads every value.
[[nodiscard]] bool allFinite(const at::Tensor& tensor);

// "[2, 3]"
[[nodiscard]] std::string describeShape(at::IntArrayRef shape);

}  // namespace saysee::model
