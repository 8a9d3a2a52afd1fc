// CLIP's two towers (Radford et al. 2021, arXiv 2103.00020): texts and pictures into one space, by Vision
// Transformer and causal text Transformer of any size.
#pragma once

#include "core/model/checkpoint/checkpoint.h"
#include "core/model/tensors/tensor_map.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace saysee::model {

enum class Activation {
    Gelu,  // exact, by the error function
    QuickGelu  // x * sigmoid(1.702 x), OpenAI's weights
};

struct ClipTowerConfig {
    std::int64_t width = 0;
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::int64_t feedForward = 0;
    Activation activation = Activation::QuickGelu;
    double epsilon = 1e-5;  // of the layer norms
};

struct ClipConfig {
    ClipTowerConfig text;
    ClipTowerConfig vision;
    std::int64_t vocabulary = 49'408;  // tokens
    std::int64_t context = 77;  // tokens, start and end included
    std::int64_t endToken = 49'407;
    std::int64_t imageSize = 224;  // pixels
    std::int64_t patchSize = 32;  // pixels
    std::int64_t embedding = 512;  // dimensions of the common space
};

// From the keys of Hugging Face's config.json; what is absent is as in ViT-B/32, that format's default. Error
// (Corrupt): a value makes no sense.
base::Result<ClipConfig> clipConfig(const nlohmann::json& config, const std::string& origin);
// The published shapes: vit-b-32, vit-b-16, vit-l-14. Error (InvalidArgument) for another name.
base::Result<ClipConfig> clipShape(const std::string& name);

// One pre-norm Transformer block: attention and a two-layer perceptron, each added to its input.
struct ClipBlock {
    LayerNorm attentionNorm;
    Linear query;
    Linear key;
    Linear value;
    Linear output;
    LayerNorm perceptronNorm;
    Linear expand;
    Linear contract;
};

// A batch of texts on its way through the text tower. The start token and the prompts lead every text and, attention
// being causal, see nothing of what follows: their rows are the same in all texts and are computed once.
struct TextRows {
    at::Tensor rows;  // [S + B * T, D]: the S shared rows, then the T others of each text
    std::int64_t shared = 1;  // S: start token and prompts
    at::Tensor ends;  // [B] int64: the end token's row among a text's T
    at::Tensor mask;  // [S + T, S + T]: causal, added to scores
};

// Both towers compute in the dtype and on the device of their weights and return fp32 on that device. They work under
// autograd as well as under inference mode; make them outside inference mode when they are to serve training.
// Shapes that do not fit raise c10::Error, which Engine and the trainer translate at their edges.
class ClipText {
public:
    static base::Result<ClipText> create(const ClipConfig& config, Weights& weights);

    // tokens [B, L] of int64, L at least 2, each row start ... end, anything after the end. Encodes only up to the
    // last end token, which is exact, as attention is causal. Returns un-normalised features [B, E].
    [[nodiscard]] at::Tensor encode(const at::Tensor& tokens) const;

    // The same with prompts [P, D] inserted after the start token, shared by all rows. The longest row, end token
    // included, plus P must fit the context.
    [[nodiscard]] at::Tensor encodeWithPrompts(const at::Tensor& tokens, const at::Tensor& prompts) const;

    // The same in steps: begin(), then each block with what the one before gave in `rows`. The last one gives the
    // features [B, E].
    [[nodiscard]] TextRows begin(const at::Tensor& tokens, const at::Tensor& prompts) const;
    [[nodiscard]] std::size_t blocks() const { return m_blocks.size(); }
    [[nodiscard]] at::Tensor block(std::size_t index, const TextRows& texts) const;

    [[nodiscard]] const ClipConfig& config() const { return m_config; }

private:
    ClipConfig m_config;
    at::Tensor m_tokens;  // [V, D], half precision where the file has it
    at::Tensor m_positions;  // [context, D]
    std::vector<ClipBlock> m_blocks;
    LayerNorm m_finalNorm;
    Linear m_projection;
};

class ClipVision {
public:
    static base::Result<ClipVision> create(const ClipConfig& config, Weights& weights);

    // pixels [B, 3, S, S], preprocessed. Returns un-normalised features [B, E].
    [[nodiscard]] at::Tensor encode(const at::Tensor& pixels) const;

    [[nodiscard]] const ClipConfig& config() const { return m_config; }

private:
    ClipConfig m_config;
    at::Tensor m_class;  // [D]
    Linear m_patches;  // [D, 3 * p * p], no bias
    at::Tensor m_positions;  // [1 + patches, D]
    LayerNorm m_preNorm;
    std::vector<ClipBlock> m_blocks;
    LayerNorm m_postNorm;
    Linear m_projection;
};

}  // namespace saysee::model
