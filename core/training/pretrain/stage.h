// One stage of pretraining: a network, its data and its loss. runStage() does everything that all stages share.
#pragma once

#include "core/model/tensors/tensor_map.h"
#include "core/training/pretrain_settings.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace saysee::training {

using Figures = std::vector<std::pair<std::string, double>>;  // named, in the order of the curve's columns

struct StepLoss {
    at::Tensor total;  // scalar, to be minimised
    Figures parts;  // what it is made of
};

struct Evaluation {
    double score = 0;  // higher is better; decides which weights are kept
    Figures figures;
};

class Stage {
public:
    virtual ~Stage() = default;

    [[nodiscard]] virtual std::string name() const = 0;  // "image-text": names the run's files
    [[nodiscard]] virtual const model::TensorMap& parameters() const = 0;  // leaves in float
    // Parameters that learn so many times faster than the others.
    [[nodiscard]] virtual std::map<std::string, double> rateFactors() const { return {}; }

    // The loss of step 0, 1, ... Everything random in it follows from (seed, step), so that a run continues exactly
    // from a checkpoint that knows its step alone.
    virtual base::Result<StepLoss> loss(std::int64_t step) = 0;
    // On the validation split, without gradients.
    virtual base::Result<Evaluation> evaluate() = 0;
    // Writes the network into the pack, whole or not at all.
    virtual base::Status write() = 0;
};

// A generator for step `step` of a run: neighbouring steps and seeds give unrelated streams.
[[nodiscard]] std::uint64_t stepSeed(std::uint64_t seed, std::int64_t step);

// Rows 0..count - 1 in an order that depends on `seed` and `epoch` alone.
[[nodiscard]] std::vector<std::int64_t> shuffledRows(std::int64_t count, std::uint64_t seed, std::int64_t epoch);

// `bfloat16`: a copy of every tensor that passes gradients back to the original; else the map itself.
[[nodiscard]] model::TensorMap inPrecision(const model::TensorMap& parameters, bool bfloat16);

// Random matrices come with one deviation for all; small networks learn sooner when it fits the number of inputs:
// linear weights to 1 / sqrt(inputs), leaving embeddings, norms and biases alone.
void scaleToInputs(model::TensorMap& tensors);

}  // namespace saysee::training
